internal import Engine
internal import Messages
internal import PromotionLanguage
internal import Promotions

/// Reads what a rehearsal knows: a register of coupons, cards and customers, and a catalog of articles.
struct RegisterFile {
    /// What was read so far.
    private(set) var register = Register()
    private var problems: [String] = []
    private let name: String

    private static let lists = ["couponTypes", "coupons", "cardTypes", "cards", "customers"]
    /// The states in which a coupon or card can be used.
    private static let usable = "active"
    private static let hundred: Int128 = 1_000_000

    private init(name: String, register: Register) {
        self.name = name
        self.register = register
    }

    /// Reads `{ "couponTypes": [..], "coupons": [..], "cardTypes": [..], "cards": [..], "customers": [..] }`.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: its name, for people.
    /// - Returns: the register.
    /// - Throws: `Failure` with everything that is wrong.
    static func register(_ bytes: [UInt8], name: String) throws(Failure) -> Register {
        var file = RegisterFile(name: name, register: Register())
        guard case .object(let members) = try file.json(bytes) else {
            throw .failed("\(name): expected an object with \(lists.joined(separator: ", "))")
        }
        for member in members {
            guard lists.contains(member.name) else {
                let guess = NearName.nearest(to: member.name, among: lists).map { "; did you mean \"\($0)\"?" } ?? ""
                file.problems.append("\(name): \(member.name): unknown field\(guess)")
                continue
            }
            file.list(member.value, member.name) { file, entry, place in file.add(entry, to: member.name, place) }
        }
        guard file.problems.isEmpty else { throw .failed(file.problems) }
        return file.register
    }

    /// Adds a catalog: a list of articles, or an import envelope whose `items` are such a list.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: its name, for people.
    ///   - register: what the articles are added to.
    /// - Throws: `Failure` with everything that is wrong.
    static func add(catalog bytes: [UInt8], name: String, to register: inout Register) throws(Failure) {
        var file = RegisterFile(name: name, register: register)
        let json = try file.json(bytes)
        file.list(json["items"] ?? json, "items") { file, entry, place in
            guard let attributes = file.attributes(entry, place) else { return }
            guard let code = attributes["code"] else {
                file.problems.append("\(place).code: it is missing, expected the article's code")
                return
            }
            file.register.articles[code] = attributes
        }
        guard file.problems.isEmpty else { throw .failed(file.problems) }
        register = file.register
    }

    private func json(_ bytes: [UInt8]) throws(Failure) -> JSONValue {
        do throws(JSONError) {
            return try JSONReader.read(bytes)
        } catch {
            throw .failed("\(name): \(error)")
        }
    }

    private mutating func list(
        _ value: JSONValue, _ field: String, _ add: (inout RegisterFile, JSONValue, String) -> Void
    ) {
        guard case .array(let entries) = value else {
            problems.append("\(name): \(field): found \(value.kindName), expected a list")
            return
        }
        for (index, entry) in entries.enumerated() { add(&self, entry, "\(name): \(field)[\(index)]") }
    }

    private mutating func add(_ entry: JSONValue, to field: String, _ place: String) {
        if field == "couponTypes" || field == "cardTypes" {
            guard let code = text(entry) ?? text(entry["code"]) else {
                problems.append("\(place): found \(entry.kindName), expected a code")
                return
            }
            if field == "couponTypes" { register.couponTypes.insert(code) }
            return
        }
        guard let attributes = attributes(entry, place) else { return }
        switch field {
        case "coupons": addCoupon(attributes, place)
        case "cards": addCard(attributes, place)
        default: register.customers.append(attributes)
        }
    }

    private mutating func addCoupon(_ attributes: Attributes, _ place: String) {
        guard let id = attributes["id"], let type = attributes["type"] else {
            problems.append("\(place): expected an id and a type")
            return
        }
        let (amount, percentage) = (number(attributes["amount"]), number(attributes["percentage"]))
        let isWrong = (attributes["amount"] != nil && amount == nil) || (percentage ?? 0) > RegisterFile.hundred
        if isWrong || (attributes["percentage"] != nil && percentage == nil) || (amount != nil && percentage != nil) {
            problems.append("\(place): expected an amount or a percentage up to 100, with at most 4 decimals")
            return
        }
        register.couponTypes.insert(type)
        register.coupons[id] = Register.Coupon(
            type: type, isUsable: (attributes["state"] ?? RegisterFile.usable) == RegisterFile.usable,
            value: amount.map { .amount(Money(units: $0)) } ?? percentage.map { .percentage($0) })
    }

    /// A number that is not below zero, in ten-thousandths.
    private func number(_ text: String?) -> Int128? {
        text.flatMap { DecimalText.parse($0, decimals: Money.decimals) }.flatMap { $0 < 0 ? nil : $0 }
    }

    private mutating func addCard(_ attributes: Attributes, _ place: String) {
        let balance = DecimalText.parse(attributes["balance1"] ?? "0", decimals: Money.decimals)
        let balance2 = DecimalText.parse(attributes["balance2"] ?? "0", decimals: Money.decimals)
        guard let number = attributes["number"], let type = attributes["type"], let balance, let balance2 else {
            problems.append("\(place): expected a number, a type, and balances with at most 4 decimals")
            return
        }
        register.cards[number] = Register.Card(
            type: type, balance: Money(units: balance), balance2: Money(units: balance2),
            isUsable: (attributes["state"] ?? RegisterFile.usable) == RegisterFile.usable,
            customer: attributes["customer"])
    }

    /// The members of an object as texts.
    private mutating func attributes(_ value: JSONValue, _ place: String) -> Attributes? {
        guard case .object(let members) = value else {
            problems.append("\(place): found \(value.kindName), expected an object")
            return nil
        }
        var attributes = Attributes()
        for member in members {
            switch member.value {
            case .bool(let flag): attributes[member.name] = flag ? "true" : "false"
            case .null: break
            case .array, .object:
                problems.append("\(place).\(member.name): found \(member.value.kindName), expected a text or a number")
            default: attributes[member.name] = text(member.value)
            }
        }
        return attributes
    }

    private func text(_ value: JSONValue?) -> String? {
        switch value {
        case .string(let text) where !text.isEmpty: text
        case .number(let text): text
        default: nil
        }
    }
}
