import Promotions
import Testing

@Suite struct LocalDateTimeTests {
    /// Counts days one by one, as a calendar on the wall does.
    @Test func everyDayFollowsTheOneBefore() {
        var days = 0
        var weekday = 5
        for year in 1970...2105 {
            let isLeap = year % 400 == 0 || (year % 4 == 0 && year % 100 != 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            for (index, length) in lengths.enumerated() {
                for number in 1...length {
                    guard let date = LocalDate(year: year, month: index + 1, day: number) else {
                        Issue.record("no \(year)-\(index + 1)-\(number)")
                        return
                    }
                    #expect(date.days == days && date.weekday == weekday)
                    #expect(date.parts == (year, index + 1, number))
                    days += 1
                    weekday = weekday % 7 + 1
                }
                #expect(LocalDate(year: year, month: index + 1, day: length + 1) == nil)
            }
        }
    }

    @Test func farDaysReadBack() {
        for days in stride(from: -719_162, through: 2_932_896, by: 97) {
            let (year, month, day) = LocalDate(days: days).parts
            #expect(LocalDate(year: year, month: month, day: day)?.days == days)
        }
        #expect(LocalDate(days: -719_162).text == "0001-01-01")
        #expect(LocalDate(days: 2_932_896).text == "9999-12-31")
        #expect(LocalDate(days: -1).weekday == 4)
    }

    struct Reading: CustomTestStringConvertible, Sendable {
        let text: String
        let isRead: Bool
        var testDescription: String { text }
    }

    static let readings = [
        Reading(text: "2023-08-04 17:05:09", isRead: true), Reading(text: "2024-02-29 00:00:00", isRead: true),
        Reading(text: "2023-02-29 00:00:00", isRead: false), Reading(text: "2023-08-04 24:00:00", isRead: false),
        Reading(text: "2023-08-04 23:60:00", isRead: false), Reading(text: "2023-08-04 23:59:60", isRead: false),
        Reading(text: "2023-08-04T17:05:09", isRead: false), Reading(text: "2023-8-04 17:05:091", isRead: false),
        Reading(text: "2023-13-04 17:05:09", isRead: false), Reading(text: "2023-00-04 17:05:09", isRead: false),
        Reading(text: "0000-01-01 00:00:00", isRead: false), Reading(text: "2023-08-04", isRead: false),
        Reading(text: "", isRead: false), Reading(text: "2023-08-04 17:05:", isRead: false),
        Reading(text: "-023-08-04 17:05:09", isRead: false),
    ]

    @Test(arguments: readings) func readsAndPrints(_ reading: Reading) {
        #expect(LocalDateTime(reading.text)?.text == (reading.isRead ? reading.text : nil))
    }

    @Test func withoutSecondsItIsSecondZero() {
        #expect(LocalDateTime("2023-08-04 17:05")?.text == "2023-08-04 17:05:00")
        #expect(LocalDateTime("2023-08-04 17:05")?.compactText == "20230804170500")
        #expect(LocalDateTime("0001-02-03 04:05:06")?.compactText == "00010203040506")
        #expect(LocalDateTime("2023-08-04 17:05")?.minuteOfDay == 1_025)
    }

    @Test func laterIsGreater() {
        #expect(moment("2023-08-04 23:59") < moment("2023-08-05 00:00"))
        #expect(moment("2023-08-04 10:00") < moment("2023-08-04 10:01"))
    }
}
