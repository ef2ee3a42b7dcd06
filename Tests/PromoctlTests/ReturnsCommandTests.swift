import Loyalty
import Messages
import Storage
import Testing

@testable import Promoctl

struct ReturnsCommandTests {
    /// A return that was processed, one that was refused, and one that failed.
    private func world() throws -> World {
        let world = try World()
        try world.database.transaction { () throws(StorageError) in
            let jobs = world.store.returnJobs
            for (index, id) in ["2_5_1_a", "2_5_1_b"].enumerated() {
                try jobs.add(ReturnJob(id: id, original: "sale\(index)", company: "2", now: world.milliseconds))
                _ = try jobs.take(by: "p", lease: .max, now: world.milliseconds)
                let event: ReturnJobEvent = index == 0 ? .finish : .fail
                try jobs.end(id, by: "p", event, error: index == 0 ? "" : "no map", now: world.milliseconds)
            }
            try jobs.reject(
                ReturnJob(id: "2_5_1_c/1", original: "sale0", company: "2", now: world.milliseconds),
                [ReturnError(element: "line 1", code: 9211, text: "qty: more than remains")], now: world.milliseconds)
        }
        return world
    }

    @Test func `returns are listed, those with errors by themselves, page by page`() throws {
        let world = try world()
        #expect(world.run("returns", "list", "--company", "2") == .done)
        for word in ["2_5_1_a", "processed", "no map", "9211 line 1: qty: more than remains"] {
            #expect(world.text.contains(word), "\(word)")
        }
        #expect(world.run("returns", "list", "--errors", "--company", "2", "--json") == .done)
        guard case .array(let lines) = try world.json() else {
            Issue.record("no list")
            return
        }
        #expect(lines.map { $0["return"] } == [.string("2_5_1_b"), .string("2_5_1_c/1")])
        #expect(lines.map { $0["state"] } == [.string("failed"), .string("rejected")])
        #expect(world.run("returns", "list", "--company", "2", "--count", "1", "--after", "2_5_1_a") == .done)
        #expect(world.text.contains("2_5_1_b") && !world.text.contains("2_5_1_c"))
        #expect(world.errors == "there are more: --after 2_5_1_b goes on\n")
        #expect(world.run("returns", "list", "--errors", "--company", "3") == .done)
        #expect(world.text == "no return has errors\n")
    }

    @Test func `a return is shown with what stays as it was`() throws {
        let world = try world()
        #expect(world.run("returns", "show", "2_5_1_c/1") == .done)
        #expect(world.text.contains("rejected") && world.text.contains("9211"))
        #expect(world.run("returns", "show", "2_5_1_b", "--json") == .done)
        #expect(try world.json()["error"] == .string("no map") && world.json()["attempts"] == .number("1"))
        #expect(world.run("returns", "show", "x") == .failed)
        #expect(world.errors == "there is no return x\n")
    }

    @Test func `what failed is tried again, and nothing else`() throws {
        let world = try world()
        #expect(world.run("returns", "retry", "2_5_1_b") == .done)
        #expect(world.text == "return 2_5_1_b is pending\n")
        #expect(world.run("returns", "retry", "2_5_1_a") == .failed)
        #expect(world.errors.contains("it is processed, which does not allow the event retry"))
        #expect(world.run("returns", "retry", "x") == .failed)
    }
}
