import Loyalty
import Testing

struct ReturnJobStateTests {
    /// The whole table: what is not here is not allowed.
    static let table: [ReturnJobState: [ReturnJobEvent: ReturnJobState]] = [
        .pending: [.take: .processing],
        .processing: [
            .take: .processing, .postpone: .pending, .finish: .processed, .finishWithErrors: .processedWithErrors,
            .reject: .rejected, .fail: .failed,
        ],
        .processed: [:],
        .processedWithErrors: [:],
        .rejected: [:],
        .failed: [.retry: .pending],
    ]

    @Test func `every state takes exactly the events of the table`() {
        for state in ReturnJobState.allCases {
            for event in ReturnJobEvent.allCases {
                #expect(state.after(event) == Self.table[state]?[event], "\(state) \(event)")
            }
            #expect(state.isOver == (state != .pending && state != .processing))
        }
    }
}
