import Testing

@testable import Storage

@Suite("What a server's failures mean")
struct SQLStateTests {
    @Test(
        "each state has its code",
        arguments: [
            ("40001", StorageError.Code.conflict), ("40P01", .conflict), ("55P03", .busy), ("57014", .busy),
            ("53300", .busy), ("53100", .full), ("25006", .readOnly), ("42501", .readOnly), ("22003", .outOfRange),
            ("22021", .outOfRange), ("23505", .constraint), ("23514", .constraint), ("08006", .connectionLost),
            ("57P01", .connectionLost), ("57P03", .connectionLost), ("25P03", .connectionLost),
            ("58030", .connectionLost), ("XX001", .corrupt), ("0A000", .unsupported), ("42P01", .other),
            ("25P02", .other), ("", .other),
        ])
    func codes(state: String, code: StorageError.Code) {
        #expect(SQLState.code(state) == code)
        #expect(SQLState.code(nil) == .connectionLost)
    }
}

@Suite("What a server is told at login")
struct ConnectionWordTests {
    static func words(_ text: String) throws -> [String: String] {
        guard case .postgres(let address) = try DatabaseURL(text) else { return [:] }
        let words = ConnectionWord.words(for: address, PostgreSQLOptions(statementTimeout: 7, lockTimeout: 8))
        #expect(Set(words.map(\.key)).count == words.count)
        return Dictionary(uniqueKeysWithValues: words.map { ($0.key, $0.value) })
    }

    @Test("is what the address says, and what a worker needs besides")
    func address() throws {
        let words = try Self.words("postgres://u:p@[::1]:99/d?sslmode=require&connect_timeout=9&options=-c%20a%3Db")
        #expect(words["host"] == "::1")
        #expect(words["port"] == "99")
        #expect([words["user"], words["password"], words["dbname"]] == ["u", "p", "d"])
        #expect([words["sslmode"], words["connect_timeout"], words["client_encoding"]] == ["require", "9", "UTF8"])
        #expect(
            words["options"]
                == "-c statement_timeout=7 -c lock_timeout=8 -c idle_in_transaction_session_timeout=60000 -c a=b")
    }

    @Test("is to verify the server where an authority is named, unless it says otherwise")
    func verified() throws {
        #expect(try Self.words("postgres://h/d?sslrootcert=%2Fca.pem")["sslmode"] == "verify-full")
        #expect(try Self.words("postgres://h/d?sslrootcert=%2Fca.pem&sslmode=verify-ca")["sslmode"] == "verify-ca")
        #expect(try Self.words("postgres://h/d")["sslmode"] == nil)
    }

    @Test("names several servers, of which the one that writes is taken")
    func several() throws {
        let words = try Self.words("postgres://u@db1,db2:99/d?target_session_attrs=read-write")
        #expect([words["host"], words["port"], words["target_session_attrs"]] == ["db1,db2", "99", "read-write"])
    }

    @Test("leaves out a user and a password that are not given")
    func anonymous() throws {
        let words = try Self.words("postgres://%2Frun%2Fpg/d")
        #expect(words["host"] == "/run/pg")
        #expect(words["user"] == nil)
        #expect(words["password"] == nil)
    }
}
