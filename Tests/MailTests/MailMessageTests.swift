import Testing

@testable import Mail

/// How mails are written: what a strict reader of mails, the one of Python, makes of them is checked by a script of
/// Deploy besides.
struct MailMessageTests {
    static func sample(
        subject: String = "A coupon", text: String = "Hello", html: String = "<p>Hello</p>", to name: String = "Ana"
    ) throws -> MailMessage {
        MailMessage(
            from: try MailAddress("shop@example.com", name: "Shop"), to: try MailAddress("ana@example.org", name: name),
            subject: subject, text: text, html: html,
            picture: .init(contentId: "picture@example.com", fileName: "c.png", png: [1, 2, 3]),
            messageId: "coupon.2.987@example.com", date: 1_795_320_000_000)
    }

    @Test func `a mail is written the same each time, in short lines of plain characters`() throws {
        let long = String(repeating: "ação & <b> ", count: 40)
        let mail = try Self.sample(subject: long, text: long + "\n.\nFrom here", html: long, to: "José Ñandú \"Pepe\"")
        let bytes = try mail.bytes()
        #expect(try mail.bytes() == bytes)
        #expect(bytes.allSatisfy { $0 < 0x80 })
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\r\n", omittingEmptySubsequences: false) {
            #expect(line.utf8.count <= 78 && !line.contains("\n") && !line.contains("\r"), "\(line)")
        }
    }

    @Test func `its headers and parts stand in their order`() throws {
        let text = String(decoding: try Self.sample().bytes(), as: UTF8.self)
        let expected = [
            "Date: Sun, 22 Nov 2026 04:00:00 +0000\r\n", "From: \"Shop\"\r\n <shop@example.com>\r\n",
            "Subject: A coupon\r\n", "Message-ID: <coupon.2.987@example.com>\r\n", "multipart/alternative",
            "text/plain", "multipart/related", "text/html", "image/png", "Content-ID: <picture@example.com>", "AQID",
            "--=_related--", "--=_alternative--",
        ]
        var rest = text[...]
        for part in expected {
            let found = try #require(rest.firstRange(of: part), "\(part)")
            rest = rest[found.upperBound...]
        }
    }

    @Test(arguments: ["a\r\nBcc: x@y.z", "a\nb", "a\u{0}b", "a\u{2028}b", "a\rb", "a\u{B}b"])
    func `what would add a header is refused`(_ text: String) throws {
        #expect(throws: MailProblem.self) { try Self.sample(subject: text).bytes() }
        #expect(throws: MailProblem.self) { try MailAddress("a@b.c", name: text) }
        #expect(throws: MailProblem.self) { try MailAddress("a\(text)@b.c") }
        var mail = try Self.sample()
        mail.messageId = text + "@b"
        #expect(throws: MailProblem.self) { try mail.bytes() }
    }

    @Test(arguments: [
        "", "a", "@b.c", "a@", "a@@b", "a b@c.d", "a@b c", ".a@b.c", "a.@b.c", "a..b@c.d", "a@-b.c", "a@b..c",
        "<a@b.c>",
        "é@b.c", "a@é.c", "a@b.c,d@e.f", "\"a\"@b.c", "a@[127.0.0.1]", String(repeating: "a", count: 65) + "@b.c",
        "a@" + String(repeating: "b.", count: 130) + "c",
    ])
    func `an address that not every server takes is refused`(_ text: String) {
        #expect(throws: MailProblem.self) { try MailAddress(text) }
    }

    @Test(arguments: ["a@b", "a.b+c@d-e.f", "o'neil=x@localhost", String(repeating: "a", count: 64) + "@b.c"])
    func `a plain address is taken`(_ text: String) throws {
        #expect(try MailAddress(text).address == text)
        let named = try MailAddress(parsing: "Our Shop <\(text)>")
        #expect(named.address == text && named.name == "Our Shop")
        #expect(try MailAddress(parsing: text).name == "")
    }

    @Test func `what looks encoded is encoded, and no character is split`() throws {
        #expect(try HeaderText.encoded("=?x?=", in: "Subject") == "=?UTF-8?B?PT94Pz0=?=")
        let folded = try HeaderText.encoded(String(repeating: "😀", count: 60), in: "Subject")
        let words = folded.split(separator: "\r\n ")
        #expect(words.count > 3)
        for word in words { #expect(word.utf8.count <= 76 && word.hasPrefix("=?UTF-8?B?") && word.hasSuffix("?=")) }
    }

    @Test func `file names of any length and letters become parameters`() {
        #expect(HeaderParameter.text("filename", "a b.png") == ";\r\n filename=\"a b.png\"")
        #expect(HeaderParameter.text("filename", "é\".png") == ";\r\n filename*=UTF-8''%C3%A9%22.png")
        let long = HeaderParameter.text("filename", String(repeating: "é", count: 30))
        #expect(long.contains("filename*0*=UTF-8''%C3") && long.contains("filename*1*=%"))
        #expect(long.split(separator: "\r\n").allSatisfy { $0.utf8.count <= 78 })
    }

    @Test(
        arguments: zip(
            [0, 951_782_400_000, 4_102_444_799_999],
            ["Thu, 01 Jan 1970 00:00:00 +0000", "Tue, 29 Feb 2000 00:00:00 +0000", "Thu, 31 Dec 2099 23:59:59 +0000"]))
    func `moments are told in UTC`(_ moment: Int64, _ text: String) { #expect(MailDate.text(moment) == text) }

    @Test func `letters and blanks at the ends of lines survive`() {
        #expect(
            String(decoding: QuotedPrintable.lines(of: "a \nb=é\r\nc\t"), as: UTF8.self)
                == "a=20\r\nb=3D=C3=A9\r\nc=09\r\n")
        #expect(Base64.text(of: Array("fooba".utf8)) == "Zm9vYmE=" && Base64.text(of: []) == "")
    }
}
