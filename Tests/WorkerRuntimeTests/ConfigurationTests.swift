import Broker
import Testing

@testable import WorkerRuntime

@Suite struct ConfigurationTests {
    static func load(_ environment: [String: String], files: [String: String] = [:]) throws -> Configuration {
        try Configuration(environment: environment, defaultWorkerName: "host-1") { files[$0] }
    }

    static func problems(_ environment: [String: String], files: [String: String] = [:]) -> [String] {
        do throws(Configuration.Invalid) {
            _ = try Configuration(environment: environment, defaultWorkerName: "host-1") { files[$0] }
            return []
        } catch { return error.problems }
    }

    @Test func `nothing given is a working configuration`() throws {
        let configuration = try Self.load([:])
        #expect(configuration.broker.description == "amqp://guest:***@127.0.0.1:5672/%2F")
        #expect(configuration.topology == PromoTopology(prefix: "promo", queueType: .quorum))
        #expect(configuration.number("PROMO_PREFETCH") == 50)
        #expect(configuration.number("PROMO_BATCH") == 25)
        #expect(configuration.number("PROMO_GRACE_SECONDS") == 20)
        #expect(configuration.number("PROMO_MAX_DELIVERIES") == 5)
        #expect(configuration.workerName == "host-1")
        #expect(configuration.text("PROMO_HTTP") == "")
        #expect(configuration.connection == ConnectionOptions(name: "host-1"))
        #expect(configuration.warnings == [])
    }

    @Test func `every default passes its own check or is empty`() {
        for setting in Settings.all where !setting.defaultValue.isEmpty {
            #expect(Self.problems([setting.key: setting.defaultValue]) == [])
        }
    }

    @Test func `all errors come at once`() {
        let problems = Self.problems([
            "PROMO_AMQP_URL": "http://x", "PROMO_PREFETCH": "many", "PROMO_LANG": "fr", "PROMO_HTTP": "8080",
            "PROMO_DATABASE": "mysql://u:hunter2@h", "PROMO_CONFIG": "/missing",
        ])
        #expect(problems.count == 6)
        for key in ["PROMO_AMQP_URL", "PROMO_PREFETCH", "PROMO_LANG", "PROMO_HTTP", "PROMO_DATABASE", "PROMO_CONFIG"] {
            #expect(problems.contains { $0.hasPrefix(key) }, "\(key)")
        }
        #expect(!problems.contains { $0.contains("hunter2") })
    }

    struct BadValue: Sendable, CustomTestStringConvertible {
        let key: String
        let value: String
        var testDescription: String { "\(key)=\(value)" }
    }

    @Test(arguments: [
        BadValue(key: "PROMO_PREFETCH", value: "0"), BadValue(key: "PROMO_PREFETCH", value: "5001"),
        BadValue(key: "PROMO_PREFETCH", value: "+5"), BadValue(key: "PROMO_PREFETCH", value: "5.0"),
        BadValue(key: "PROMO_PREFETCH", value: "24"), BadValue(key: "PROMO_BATCH", value: "51"),
        BadValue(key: "PROMO_QUEUE_TYPE", value: "stream"), BadValue(key: "PROMO_PREFIX", value: "a b"),
        BadValue(key: "PROMO_PREFIX", value: String(repeating: "p", count: 65)),
        BadValue(key: "PROMO_HTTP", value: ":80"), BadValue(key: "PROMO_HTTP", value: "h:65536"),
        BadValue(key: "PROMO_HTTP", value: "h:x"), BadValue(key: "PROMO_DATABASE", value: "sqlite:"),
        BadValue(key: "PROMO_DATABASE", value: "postgres://"), BadValue(key: "PROMO_LOG", value: "JSON"),
        BadValue(key: "PROMO_WORKER_NAME", value: "a\nb"),
    ])
    func `a bad value is refused with its key`(_ bad: BadValue) {
        let problems = Self.problems([bad.key: bad.value])
        #expect(problems.count == 1)
        // Prefetch and batch are judged together, in the prefetch's name.
        #expect(problems.first?.hasPrefix(bad.key == "PROMO_BATCH" ? "PROMO_PREFETCH" : bad.key) == true)
    }

    @Test func `the environment goes before the file, and the file before the default`() throws {
        let file = "# comment\n\n PROMO_PREFIX = shop \nPROMO_LANG='es'\r\nPROMO_SMTP_FROM=\"a=b #c\"\n"
        let configuration = try Self.load(
            ["PROMO_CONFIG": "/c", "PROMO_LANG": "pt", "PROMO_PREFIX": ""], files: ["/c": file])
        #expect(configuration.topology.prefix == "shop")
        #expect(configuration.text("PROMO_LANG") == "pt")
        #expect(configuration.text("PROMO_SMTP_FROM") == "a=b #c")
        #expect(configuration.text("PROMO_LOG") == "json")
    }

    @Test func `a file with mistakes names their lines`() {
        let file = "PROMO_PREFIX=a\nPROMO_PREFX=b\nnothing\nPROMO_PREFIX=c\n"
        let problems = Self.problems(["PROMO_CONFIG": "/c"], files: ["/c": file])
        #expect(problems.map { String($0.prefix(5)) } == ["/c:2:", "/c:3:", "/c:4:"])
    }

    @Test func `secrets come from files, without their line feed`() throws {
        let configuration = try Self.load(
            ["PROMO_AMQP_PASSWORD_FILE": "/s", "PROMO_AMQP_URL": "amqp://me@h", "PROMO_CONFIG": "/c"],
            files: ["/s": "hunter2\n", "/c": "PROMO_DATABASE_PASSWORD_FILE=/s\n"])
        #expect(configuration.broker.password == "hunter2")
        #expect(configuration.text("PROMO_DATABASE_PASSWORD") == "hunter2")
    }

    @Test func `a value given twice or in a file that is missing is an error`() {
        let twice = Self.problems(["PROMO_LANG": "en", "PROMO_LANG_FILE": "/l"], files: ["/l": "es"])
        #expect(twice.count == 1 && twice[0].contains("twice"))
        #expect(Self.problems(["PROMO_LANG_FILE": "/l"]) == ["PROMO_LANG_FILE: the file '/l' cannot be read"])
    }

    @Test func `an unknown key in the environment is a warning`() throws {
        let configuration = try Self.load(["PROMO_PREFTCH": "1", "PROMO_TEST_AMQP_URL": "x", "HOME": "/"])
        #expect(configuration.warnings == ["PROMO_PREFTCH is not a known setting"])
    }

    @Test(arguments: [
        "postgres://u:hunter2@h/d", "postgres://u:hunter2:hunter2@h/d", "postgres://u:hunter2@x@h:1/d",
        "postgresql://u:hunter2@%2Frun%2Fpg/d?sslmode=require",
    ])
    func `what is printed holds every key and no secret`(_ database: String) throws {
        let environment = [
            "PROMO_DATABASE": database, "PROMO_AMQP_URL": "amqps://u:hunter2@h", "PROMO_SMTP_URL": "smtp://u:hunter2@m",
            "PROMO_AMQP_PASSWORD": "hunter2", "PROMO_DATABASE_PASSWORD": "hunter2", "PROMO_SMTP_PASSWORD": "hunter2",
        ]
        let printed = try Self.load(environment).printed
        #expect(!printed.contains("hunter2"), "\(printed)")
        for setting in Settings.all { #expect(printed.contains("\(setting.key)=")) }
        #expect(printed.contains("PROMO_SMTP_PASSWORD=***"))
        #expect(try Self.load([:]).printed.contains("PROMO_SMTP_PASSWORD=\n"))
    }

    @Test(arguments: [
        "postgres://h/d?user=u&password=hunter2", "postgresql://u:hunter2@h/d?sslpassword=hunter2", "sqlite",
        "postgres://u:hunter2@h", "postgres://u:hunter2@h:port/d", "postgres://u:hunter2@/d",
    ])
    func `a database's address is checked at the start and not repeated`(_ address: String) {
        let problems = Self.problems(["PROMO_DATABASE": address])
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("PROMO_DATABASE: ") == true)
        #expect(!problems.contains { $0.contains("hunter2") })
    }

    @Test func `a certificate is shown to the broker with its key or not at all`() throws {
        let both = try Self.load(["PROMO_AMQP_CERT": "/c", "PROMO_AMQP_KEY": "/k", "PROMO_AMQP_CACERT": "/a"])
        #expect(both.connection.ownCertificate == .init(certificateFile: "/c", keyFile: "/k"))
        #expect(both.connection.certificateAuthorityFile == "/a")
        #expect(try Self.load([:]).connection.ownCertificate == nil)
        for key in ["PROMO_AMQP_CERT", "PROMO_AMQP_KEY"] {
            #expect(Self.problems([key: "/x"]).count { $0.contains("PROMO_AMQP_CERT") } == 1)
        }
    }

    /// Each secret by itself, in each way it can be given, right and wrong.
    @Test(arguments: Settings.all.filter(\.isSecret).map(\.key) + ["PROMO_AMQP_URL", "PROMO_DATABASE"])
    func `no secret is ever shown`(_ key: String) throws {
        let canary = "c4n4ry"
        let values =
            switch key {
            case "PROMO_AMQP_URL": ["amqp://u:\(canary)@h", "amqp://u:\(canary)@h:x", "amqp://u:\(canary)?@h", canary]
            case "PROMO_DATABASE":
                [
                    "postgres://u:\(canary)@h/d", "postgres://u:x/y?\(canary)@h/d", "postgres://u:\(canary)@h",
                    "postgres://h/d?password=\(canary)", canary,
                ]
            default: [canary, "\(canary)\nsecond line"]
            }
        for value in values {
            let given: [([String: String], [String: String])] = [
                ([key: value], [:]), (["\(key)_FILE": "/s"], ["/s": value]),
                (["PROMO_CONFIG": "/c"], ["/c": "\(key)=\(value)\n"]),
                ([key: value, "\(key)_FILE": "/s"], ["/s": value]),
            ]
            for (environment, files) in given {
                let shown =
                    Self.problems(environment, files: files)
                    + [(try? Self.load(environment, files: files))?.printed ?? ""]
                #expect(!shown.joined().contains(canary), "\(shown)")
            }
        }
    }

    @Test func `help and table name every key, once`() {
        for setting in Settings.all {
            #expect(Settings.help().split(separator: "\n").count { $0.hasPrefix("  \(setting.key)") } >= 1)
            #expect(Settings.markdownTable().contains("| `\(setting.key)` |"))
            #expect(setting.key.hasPrefix("PROMO_") && setting.summary.hasSuffix("."))
        }
        #expect(Set(Settings.all.map(\.key)).count == Settings.all.count)
    }

    @Test func `a worker gets what the configuration says`() throws {
        let configuration = try Self.load([
            "PROMO_PREFETCH": "9", "PROMO_BATCH": "3", "PROMO_GRACE_SECONDS": "7", "PROMO_MAX_DELIVERIES": "2",
            "PROMO_PREFIX": "x", "PROMO_WORKER_NAME": "w",
        ])
        let settings = RunLoopSettings.work(on: configuration.topology.sales, configuration)
        #expect(settings.workQueue == "x.sales" && settings.deadQueue == "x.dead")
        #expect(settings.prefetch == 9 && settings.batch == 3 && settings.graceMilliseconds == 7000)
        #expect(settings.retryPolicy.maxDeliveries == 2 && settings.handlingSeconds == 60)
        for seconds in settings.retryPolicy.waitSeconds {
            #expect(settings.topology.queues.contains { $0.name == "x.sales.wait.\(seconds)" })
        }
        #expect(settings.workerName == "w" && settings.hints == nil && settings.reservedPrefix == "x.")
        let other = RunLoopSettings.work(on: "x.other", configuration, prefetch: 250, takesHints: true)
        #expect(other.workQueue == "x.other" && other.prefetch == 250 && other.hints == configuration.topology)
    }
}

@Suite struct StartOptionTests {
    struct Line: Sendable {
        let arguments: [String]
        let option: StartOption
    }

    @Test(arguments: [
        Line(arguments: [], option: .run), Line(arguments: ["--help"], option: .help),
        Line(arguments: ["-h"], option: .help), Line(arguments: ["--version"], option: .version),
        Line(arguments: ["--check"], option: .check), Line(arguments: ["--print-config"], option: .printConfiguration),
        Line(arguments: ["--check", "--help"], option: .check),
    ])
    func `reads the command line`(_ line: Line) throws {
        #expect(try StartOption(arguments: line.arguments) == line.option)
    }

    @Test(arguments: ["run", "--Check", "", "-v"]) func `refuses anything else`(_ argument: String) {
        #expect(throws: StartOption.Misuse(argument: argument)) {
            try StartOption(arguments: ["--check", argument])
        }
    }
}
