import Storage
import Testing

@Suite("The database's address")
struct DatabaseURLTests {
    struct Good: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let shown: String

        init(_ text: String, _ shown: String) {
            testDescription = text
            self.shown = shown
        }
    }

    @Test(
        "is read, and shown without its password",
        arguments: [
            Good("sqlite:/var/lib/promo.db", "sqlite:/var/lib/promo.db"),
            Good("sqlite::memory:", "sqlite::memory:"),
            Good("sqlite:a:b", "sqlite:a:b"),
            Good("postgres://u:secret@h:99/d", "postgres://u@h:99/d"),
            Good("postgresql://h/d", "postgres://h:5432/d"),
            Good("postgres://u:se%40c:r@et@h/d", "postgres://u@h:5432/d"),
            Good("postgres://u@[::1]:99/d", "postgres://u@[::1]:99/d"),
            Good("postgres://u@[::1]/d", "postgres://u@[::1]:5432/d"),
        ])
    func good(example: Good) throws {
        let address = try DatabaseURL(example.testDescription)
        #expect("\(address)" == example.shown)
        #expect(!"\(address)".contains("se"))
    }

    @Test("decodes user, password and name")
    func parts() throws {
        guard case .postgres(let address) = try DatabaseURL("postgres://a%20b:c%3a%C3%A9@host:1/d%2fe") else {
            Issue.record("not a PostgreSQL address")
            return
        }
        #expect([address.user, address.password, address.host, address.database] == ["a b", "c:é", "host", "d/e"])
        #expect(address.port == 1)
    }

    @Test(
        "is refused without repeating it",
        arguments: [
            "", "secret", "sqlite:", "secret.db", "mysql://u:secret@h/d", "postgres:u:secret@h/d",
            "postgres://u:secret@h", "postgres://u:secret@h/", "postgres://u:secret@/d",
            "postgres://u:secret@h:0/d", "postgres://u:secret@h:x/d", "postgres://u:secret@h:65536/d",
            "postgres://u:x/y?secret@h/d", "postgres://u:x/y?secret=@h/d", "postgres://u:secret%4@h/d",
            "postgres://u:secret%zz@h/d", "postgres://u:secret%ff@h/d",
        ])
    func bad(text: String) {
        let error = #expect(throws: StorageError.self) { try DatabaseURL(text) }
        #expect(error?.description.contains("secret") == false)
        #expect(error?.description.contains("sqlite:PATH") == true)
    }

    @Test("takes a socket's directory and parameters, which are not shown")
    func socket() throws {
        let url = try DatabaseURL(
            "postgres://u@%2Frun%2Fpg/d?sslmode=verify-full&sslrootcert=%2Fa%2Fb.pem&options=-c%20a%3Db")
        guard case .postgres(let address) = url else {
            Issue.record("not a PostgreSQL address")
            return
        }
        #expect(address.host == "/run/pg")
        #expect(address.parameters == ["sslmode": "verify-full", "sslrootcert": "/a/b.pem", "options": "-c a=b"])
        #expect("\(url)" == "postgres://u@%2Frun%2Fpg:5432/d")
        #expect(try DatabaseURL("\(url)").description == "\(url)")
        for refused in ["password=x", "sslmode", "=x", "SSLMODE=x", "passfile=x"] {
            let error = #expect(throws: StorageError.self) { try DatabaseURL("postgres://h/d?\(refused)") }
            #expect(error?.text.contains("sslmode") == true)
        }
    }

    @Test("takes another password where it has a server to show it to")
    func password() throws {
        let url = try DatabaseURL("postgres://u:old@h/d")
        #expect(url.with(password: "new") == (try DatabaseURL("postgres://u:new@h/d")))
        #expect(url.with(password: "") == url)
        #expect(try DatabaseURL("sqlite:a").with(password: "new") == .sqlite(path: "a"))
    }

    @Test("opens SQLite, and says where a server does not answer")
    func open() throws {
        #expect(try DatabaseURL("sqlite::memory:").open().name == "SQLite")
        let address = try DatabaseURL("postgres://u:hidden@%2Fnowhere/d")
        let error = #expect(throws: StorageError.self) { _ = try address.open() }
        #expect(error?.code == .connectionLost)
        #expect(error?.place == "connect to postgres://u@%2Fnowhere:5432/d")
        #expect(error?.description.contains("hidden") == false)
    }
}
