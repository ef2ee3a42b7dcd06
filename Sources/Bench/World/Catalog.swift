/// The products of the generated world.
enum Catalog {
    /// Products that tickets hold; numbers from here on are products that only promotions name.
    static let sold = 2_000

    static func code(_ product: Int) -> String { "P\(100_000 + product)" }

    static func brand(_ product: Int) -> String { "BRAND-\(product % 80)" }

    static func level1(_ product: Int) -> String { "L1-\(product % 12)" }

    static func level2(_ product: Int) -> String { "L2-\(product % 60)" }

    /// Cents as money on the wire.
    static func money(_ cents: Int) -> String { "\(cents / 100).\(String(100 + cents % 100).dropFirst())" }
}
