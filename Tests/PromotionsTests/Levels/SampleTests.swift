import Promotions
import Testing

/// The tickets of the sample messages, judged by their map.
@Suite struct SampleTests {
    struct Sample: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let ticket: Ticket
        let blocks: [String]
        init(_ description: String, _ ticket: Ticket, _ blocks: String...) {
            testDescription = description
            self.ticket = ticket
            self.blocks = blocks
        }
    }

    static let samples = [
        Sample(
            "11 combo",
            ticket(["10", "8", "6", "4", "3"].map { line($0, ["level1": "DAIRY"]) }),
            "Second dairy 6.00 = 2:4.00 4:2.00"),
        Sample(
            "14 ticket with a typed coupon",
            ticket(line("50", ["level1": "PERFUMERY"]), line("12", pieces: 3, ["level1": "CLEANING"]))
                .customer().card("CLUB").coupon("3"),
            "Perfume voucher 5.00 = 1:5.00; Cleaning coupon 0.00 qty 1 = 2:0.00; "
                + "Club points 0.00 points 15.00 = 2:0.00"),
        Sample(
            "24 options", ticket(line("40", ["level1": "TOYS"])), "Toys ten off 10.00 = 1:10.00",
            "Toys free mug 0.00 qty 1 = 1:0.00"),
        Sample(
            "26 books", ticket(line("10", ["level1": "BOOKS"]), line("8", ["level1": "BOOKS"])),
            "Two for one books 8.00 = 2:8.00"),
    ]

    @Test(arguments: samples) func getsWhatTheSampleShows(_ sample: Sample) {
        #expect(sample.ticket.under(Sample77.map).alternatives.map { $0.text(Sample77.map) } == sample.blocks)
    }

    @Test func aChosenOptionIsExplained() {
        let evaluation = ticket(line("40", ["level1": "TOYS"])).under(Sample77.map, choice: [7])
        #expect(evaluation.alternatives.map { $0.text(Sample77.map) } == ["Toys free mug 0.00 qty 1 = 1:0.00"])
        let nothing = "notApplied NO_MATCH//"
        #expect(
            evaluation.verdictTexts == [
                nothing, nothing, nothing, nothing, nothing, nothing, "excluded OPTION_NOT_CHOSEN//Toys free mug",
                "applied OK//", nothing,
            ])
    }

    @Test func whyNothingAppliedIsExplained() {
        let ticket = ticket(
            line("10", ["level1": "DAIRY"]), line("8", pieces: 2, ["level1": "CLEANING"]),
            line("50", ["level1": "PERFUMERY"]))
        let evaluation = ticket.under(Sample77.map)
        #expect(evaluation.alternatives == [Alternative()])
        #expect(
            evaluation.verdictTexts == [
                "notApplied COMBO_MIN/2/1", "notApplied CONDITION_COUPON/type = 3/none",
                "notApplied CONDITION_ITEM/qty >= 3/2", "notApplied CONDITION_CARD/type = CLUB/none",
            ] + Array(repeating: "notApplied NO_MATCH//", count: 5))
    }

    @Test func plansStayOffersUntilSomebodyPays() {
        let evaluation = ticket(line("60", ["level1": "ELECTRONICS"])).under(Sample77.map)
        #expect(evaluation.text(Sample77.map) == "Visa twenty 0.00 = 1:0.00; Visa ten 0.00 = 1:0.00")
    }
}
