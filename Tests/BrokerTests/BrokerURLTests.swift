import Broker
import Testing

struct GoodURL: CustomTestStringConvertible, Sendable {
    let text: String
    var tls = false
    var user = "guest"
    var password = "guest"
    var host = "h"
    var port: UInt16 = 5672
    var virtualHost = "/"
    var testDescription: String { text }

    static let all = [
        GoodURL(text: "amqp://h"),
        GoodURL(text: "amqp://h/"),
        GoodURL(text: "AMQP://h:1", port: 1),
        GoodURL(text: "amqps://h", tls: true, port: 5671),
        GoodURL(text: "amqps://h:5672/shop", tls: true, virtualHost: "shop"),
        GoodURL(text: "amqp://me@h/%2F", user: "me"),
        GoodURL(text: "amqp://me:@h", user: "me", password: ""),
        GoodURL(
            text: "amqp://me:secret@h:65535/%2fa%20b", user: "me", password: "secret", port: 65535,
            virtualHost: "/a b"),
        GoodURL(text: "amqp://a%40b:p%3A%2F%25@h", user: "a@b", password: "p:/%"),
        GoodURL(text: "amqp://u:a:b@h", user: "u", password: "a:b"),
        GoodURL(text: "amqp://u:p@[::1]:5673/x", user: "u", password: "p", host: "::1", port: 5673, virtualHost: "x"),
        GoodURL(text: "amqp://[fe80::2]", host: "fe80::2"),
        GoodURL(text: "amqp://u:p@a,b,c:5673/x", user: "u", password: "p", host: "a,b,c", port: 5673, virtualHost: "x"),
        GoodURL(text: "amqp://u:%C3%B1@h", user: "u", password: "ñ"),
    ]
}

struct BadURL: CustomTestStringConvertible, Sendable {
    let text: String
    let reason: String
    var testDescription: String { text }

    static let all = [
        BadURL(text: "", reason: "amqp://"),
        BadURL(text: "http://h", reason: "amqp://"),
        BadURL(text: "amqp://", reason: "host is missing"),
        BadURL(text: "amqp://u:p@", reason: "host is missing"),
        BadURL(text: "amqp://:hunter2@h", reason: "user is empty"),
        BadURL(text: "amqp://u:hunter2@x@h", reason: "%40"),
        BadURL(text: "amqp://u:hunter2%@h", reason: "hexadecimal"),
        BadURL(text: "amqp://u:hunter2%+1@h", reason: "hexadecimal"),
        BadURL(text: "amqp://u:hunter2%FF@h", reason: "UTF-8"),
        BadURL(text: "amqp://u:hunter2%00@h", reason: "UTF-8"),
        BadURL(text: "amqp://a,,b", reason: "host is missing"),
        BadURL(text: "amqp://a,", reason: "host is missing"),
        BadURL(text: "amqp://a:1,b:2", reason: "port"),
        BadURL(text: "amqp://h:0", reason: "port"),
        BadURL(text: "amqp://h:65536", reason: "port"),
        BadURL(text: "amqp://h:+1", reason: "port"),
        BadURL(text: "amqp://h:", reason: "port"),
        BadURL(text: "amqp://[::1", reason: "]"),
        BadURL(text: "amqp://[::1]5672", reason: "port"),
        BadURL(text: "amqp://h o", reason: "blank"),
        BadURL(text: "amqp://h/a/b", reason: "%2F"),
        BadURL(text: "amqp://u:hunter2?@h", reason: "%3F"),
    ]
}

@Suite struct BrokerURLTests {
    @Test(arguments: GoodURL.all) func `reads every part`(_ example: GoodURL) throws {
        let url = try BrokerURL(example.text)
        #expect(url.usesTLS == example.tls)
        #expect(url.user == example.user)
        #expect(url.password == example.password)
        #expect(url.host == example.host)
        #expect(url.port == example.port)
        #expect(url.virtualHost == example.virtualHost)
    }

    @Test(arguments: GoodURL.all) func `its description reads back to the same, but for the password`(
        _ example: GoodURL
    ) throws {
        let url = try BrokerURL(example.text)
        var again = try BrokerURL(url.description)
        #expect(again.password == "***")
        again.password = url.password
        #expect(again == url)
    }

    @Test(arguments: BadURL.all) func `refuses with a reason and without the password`(_ example: BadURL) {
        let error = #expect(throws: BrokerError.self) { try BrokerURL(example.text) }
        #expect(error?.code == .invalidURL)
        #expect(error?.description.contains(example.reason) == true, "\(error?.description ?? "")")
        #expect(error?.description.contains("hunter2") == false)
    }
}
