import Testing

@testable import Mail

/// Addresses of mail servers.
struct MailServerTests {
    @Test func `an address says who, where and how`() throws {
        let plain = try MailServer("smtp://mail.example.com")
        #expect(plain.host == "mail.example.com" && plain.port == 587 && plain.encryption == .upgraded)
        let full = try MailServer("smtps://shop%40example.com@mail:1465/", password: "secret")
        #expect(full.user == "shop@example.com" && full.port == 1465 && full.encryption == .implicit)
        #expect(full.password == "secret" && "\(full)" == "smtps://mail:1465")
        #expect(try MailServer("smtp://[::1]").host == "[::1]")
        #expect(try MailServer("smtp://u@127.0.0.1:25", isPlain: true).encryption == .none)
    }

    @Test(arguments: [
        "", "mail", "http://mail", "smtp://", "smtp://mail:0", "smtp://mail:x", "smtp://@mail", "smtp://a%4@mail",
        "smtp://a%0Ab@mail", "smtp://ma il", "smtp://mail/../x",
    ])
    func `what is no address is refused`(_ text: String) {
        #expect(throws: MailProblem.self) { try MailServer(text) }
    }

    @Test func `passwords stand elsewhere, and do not travel in the open`() {
        #expect(throws: MailProblem.self) { try MailServer("smtp://user:secret@mail") }
        #expect(throws: MailProblem.self) { try MailServer("smtp://user@mail", isPlain: true) }
        #expect(throws: MailProblem.self) { try MailServer("smtps://mail", isPlain: true) }
        do { _ = try MailServer("smtp://user:secret@mail") } catch { #expect(!"\(error)".contains("secret")) }
    }
}
