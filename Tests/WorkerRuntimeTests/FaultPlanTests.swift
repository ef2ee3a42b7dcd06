import Testing

@testable import WorkerRuntime

/// How a process is told to break, and where it refuses.
struct FaultPlanTests {
    static func configuration(_ fault: String, prefix: String = "test1") throws -> Configuration {
        try Configuration(
            environment: ["PROMO_FAULT": fault, "PROMO_PREFIX": prefix], defaultWorkerName: "w", readFile: { _ in nil })
    }

    static func place(_ number: Int, of kind: String? = nil) -> FaultPlan.Place {
        let text = (kind.map { "\($0):" } ?? "") + "\(number)"
        guard let place = FaultPlan.Place(text) else { preconditionFailure("\(text) is a place") }
        return place
    }

    @Test(arguments: [
        ("count", FaultPlan.count), ("kill:37", .kill(at: place(37))), ("fail:1", .fail(at: place(1))),
        ("fail:broker.publish:3", .fail(at: place(3, of: "broker.publish"))),
        ("kill-on:code=\"9\"", .killOn("code=\"9\"")), ("hang-on:a:b", .hangOn("a:b")),
    ])
    func `a plan is read`(_ text: String, _ plan: FaultPlan) throws {
        let configuration = try Self.configuration(text)
        #expect(configuration.fault == plan)
        #expect(configuration.warnings.isEmpty)
    }

    @Test(arguments: [
        "kill", "kill:0", "kill:-1", "kill:x", "kill:a:0", "kill:a:b:1", "count:1", "fail", "kill-on:", "hang-on",
        "die:1",
    ])
    func `anything else ends the process at start`(_ text: String) {
        let error = #expect(throws: Configuration.Invalid.self) { try Self.configuration(text) }
        #expect(error?.problems.count == 1)
        #expect(error?.description.hasPrefix("PROMO_FAULT: ") == true)
    }

    @Test(arguments: ["promo", "shop", "a.test"])
    func `an installation that is no test is never broken`(_ prefix: String) {
        let error = #expect(throws: Configuration.Invalid.self) { try Self.configuration("count", prefix: prefix) }
        #expect(error?.description.contains("'\(prefix)'") == true)
    }

    @Test func `nothing breaks unless it is asked for`() throws {
        #expect(try Self.configuration("").fault == nil)
        #expect(!Settings.all.contains { $0.key == Settings.faultKey })
    }
}
