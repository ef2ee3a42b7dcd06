/// A step from one shape of the database to the next; never edited once it was released.
struct Migration: Sendable {
    /// Its place in the order, from 1 without gaps.
    let number: Int
    /// What it brings, in a few words.
    let name: String
    /// What is run, in order; `BYTEA` is the one type name for bytes that both databases take, and
    /// `TEXT` stands for the database's own text that is compared byte by byte.
    let statements: [Statement]

    /// A statement of a migration.
    enum Statement: Sendable, ExpressibleByStringLiteral {
        /// One that is run as it stands.
        case plain(String)
        /// One that creates a table of short rows that are found by their primary key.
        case keyed(String)

        init(stringLiteral text: String) { self = .plain(text) }

        /// The statement for a database.
        func sql(for database: any Database) -> String {
            let sql =
                switch self {
                case .plain(let sql): sql
                case .keyed(let sql): sql + database.keyedTable
                }
            return sql.replacing(" TEXT", with: " " + database.textColumn)
        }
    }

    /// Every migration, in order.
    static let all: [Migration] = [
        .companiesAndMaps, .workers, .transactions, .limits, .deliveries, .loyalty, .mails, .catalogs,
        .failedReturns,
    ]
}
