import Loyalty
import Testing

struct CustomerTests {
    @Test func `a customer of whom only the code is known may buy`() {
        let customer = Customer(code: "12")
        #expect(customer.isActive && customer.identifier == nil)
        #expect([customer.name, customer.lastName, customer.email, customer.segment] == ["", "", "", ""])
    }
}
