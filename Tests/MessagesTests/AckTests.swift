import Messages
import Testing

@Suite struct AckTests {
    @Test func `the list is the protocol's`() {
        let numbers =
            [0, 1, 2, 3, 2001, 2002, 2003, 2004, 2005, 4001, 8297, 8298, 8299] + Array(9000...9005) + Array(9101...9110)
            + [9210, 9211] + Array(9500...9516) + [9603] + Array(9610...9614) + [9620, 9629, 9901, 9999]
        #expect(Ack.allCases.map(\.rawValue) == numbers)
    }
}
