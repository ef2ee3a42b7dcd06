import Loyalty
import Promotions
import Storage
import Testing

extension StorageCheck {
    static let cards: [StorageCheck] = [
        StorageCheck("customers are found by code and by document") { database in
            let customers = Store(database: database).customers
            let ada = Customer(
                code: "12", identifier: "5690012", name: "Ada", lastName: "L\u{e9}", email: "a@example.com", type: "T",
                segment: "A|B", isActive: false)
            for customer in [ada, Customer(code: "13", identifier: "5690012"), Customer(code: "14")] {
                try customers.save(customer, of: "c")
            }
            #expect(try customers.find("12", of: "c") == ada)
            #expect(try customers.find("12", of: "d") == nil)
            #expect(try customers.find(identifier: "5690012", of: "c") == ada)
            #expect(try customers.find(identifier: "", of: "c") == nil)
            try customers.save(Customer(code: "12"), of: "c")
            #expect(try customers.find(identifier: "5690012", of: "c")?.code == "13")
            #expect(try customers.list(of: "c", after: "12", limit: 9).map(\.code) == ["13", "14"])
        },
        StorageCheck("whoever is saved while an import replaces the customers stays") { database in
            let store = Store(database: database)
            try store.customers.save(Customer(code: "old"), of: "c")
            let load = try database.exclusiveTransaction { () throws(StorageError) in
                try store.imports.open("k", source: "s", now: 1)
            }
            try store.customers.save(Customer(code: "brought"), of: "c", by: load.id)
            for code in ["brought", "new"] { try store.customers.save(Customer(code: code, name: "N"), of: "c") }
            #expect(try store.customers.sweep(of: "c", before: load.id, after: "", limit: 9).removed == 1)
            let left = try store.customers.list(of: "c", limit: 9)
            #expect(left.map(\.code) == ["brought", "new"] && left.allSatisfy { $0.name == "N" })
            #expect(try store.customers.sweep(of: "c", before: load.id + 1, after: "", limit: 9).removed == 2)
        },
        StorageCheck("cards and their kinds come back as they were saved") { database in
            let world = try LoyaltyWorld(database)
            let type = CardType(
                code: "G", unit: .money, kind: .giftCard, needsCustomer: true, isRechargeable: false,
                isTransferable: true, isActive: false, pointsLifetime: 9)
            try world.store.cardTypes.save(type, of: "c")
            #expect(try world.store.cardTypes.find("G", of: "c") == type)
            #expect(try world.store.cardTypes.list(of: "c", after: "G", limit: 9).map(\.code) == ["WALLET"])
            let card = Card(number: "6001", type: "CLUB", customer: "12", validTo: LocalDate(days: 7))
            #expect(try world.store.cards.save(card, of: "c"))
            #expect(try world.store.cards.find("6001", of: "c")?.card == card)
            let adjusted = try world.adjust("6001", by: 5)
            #expect(adjusted == nil)
            #expect(try !world.store.cards.save(Card(number: "6001", type: "G"), of: "c"))
            #expect(try world.balance("6001") == 5)
            #expect(try world.store.cards.find("6001", of: "c")?.card.customer == nil)
            try world.card("6003", customer: "12")
            try world.card("6002", customer: "12")
            #expect(
                try world.store.cards.owned(by: "12", type: "CLUB", of: "c", limit: 9).map(\.card.number)
                    == ["6002", "6003"])
        },
        StorageCheck("operators switch cards off and on, and are told what cannot be") { database in
            let world = try LoyaltyWorld(database)
            try world.card("6001")
            #expect(try world.store.cards.take(.disable, "6001", of: "c")?.card.state == .disabled)
            #expect(try world.adjust("6001", by: 1) == nil)
            #expect(try world.store.cards.take(.cancel, "6001", of: "c")?.card.state == .cancelled)
            #expect(try world.store.cards.take(.cancel, "none", of: "c") == nil)
            let error = #expect(throws: StorageError.self) { try world.store.cards.take(.enable, "6001", of: "c") }
            #expect(error?.text == "it is cancelled, which does not allow the event enable")
            #expect(try world.adjust("6001", by: 1) == .cancelled)
            #expect(try world.adjust("none", by: 1) == .notFound)
        },
        StorageCheck("points are spent in the order in which they expire, none below zero") { database in
            let world = try LoyaltyWorld(database)
            try world.card("6001")
            #expect(
                try world.finish("a", moving: ["6001": 10], day: 105).movements.map(\.balance) == [Money(whole: 10)])
            #expect(try world.finish("b", moving: ["6001": 7], day: 100).isBooked)
            #expect(try world.lots("6001") == [[10, 135], [7, 130]])
            #expect(try world.finish("c", moving: ["6001": -9], day: 106).isBooked)
            #expect(try world.lots("6001") == [[8, 135]])
            #expect(try world.finish("c", moving: ["6001": -9], day: 106).movements.map(\.kind) == [.debit])
            let refused = try world.finish("d", moving: ["6001": -9], day: 106)
            #expect(refused.refusedCards.map(\.reason) == [.balanceExceeded])
            #expect(try world.adjust("6001", by: -9) == .balanceExceeded)
            #expect(try world.balance("6001") == 8)
            let ledger = try world.store.cards.ledger(of: "6001", company: "c", limit: 9)
            #expect(ledger.map(\.points) == [10, 7, -9].map { Money(whole: $0) })
            #expect(ledger.map(\.balance) == [10, 17, 8].map { Money(whole: $0) })
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("with one coupon or card that refuses, a finish does nothing at all") { database in
            let world = try LoyaltyWorld(database)
            let codes = try world.coupons(2)
            try world.card("6001")
            try world.card("6002", validTo: 99)
            _ = try world.finish("s", using: [codes[0]])
            let refused = try world.finish(
                "t", using: codes, issuing: [(LoyaltyWorld.single, 1)], moving: ["6001": 5, "6002": 5, "x": 1])
            #expect(!refused.isBooked)
            #expect(refused.refusedCoupons.map(\.barCode) == [codes[0]])
            #expect(refused.refusedCoupons.map(\.reason) == [.consumed])
            #expect(refused.refusedCards.map(\.number) == ["6002", "x"])
            #expect(refused.refusedCards.map(\.reason) == [.disabled, .notFound])
            #expect(try world.state(codes[1]) == .active)
            #expect(try world.balance("6001") == 0)
            #expect(try world.store.couponCounters.last(of: "P207", company: "c") == 2)
            #expect(try world.finish("t", using: [codes[1]], moving: ["6001": 5]).isBooked)
        },
        StorageCheck("a rollback leaves coupons, balances and lots as they were") { database in
            let world = try LoyaltyWorld(database)
            let codes = try world.coupons(1) + world.coupons(1, of: LoyaltyWorld.triple)
            for (number, day) in [("6001", 101), ("6002", 101)] {
                try world.card(number)
                _ = try world.finish("e\(number)", moving: [number: 10], day: day)
                _ = try world.finish("f\(number)", moving: [number: 10], day: day - 1)
            }
            let lots = try world.lots("6001")
            let booked = try world.finish(
                "s", using: codes, issuing: [(LoyaltyWorld.single, 1)], moving: ["6001": -13, "6002": 4])
            #expect(try world.rollback("s", day: 102) == [])
            #expect(try world.rollback("s", day: 102) == [])
            #expect(try world.lots("6001") == lots)
            #expect(try world.lots("6002") == lots)
            let states = try codes.map { try world.state($0) }
            #expect(states == [.active, .active])
            #expect(try world.state(try #require(booked.issued.coupons.first).coupon.barCode) == .cancelled)
            #expect(try world.finish("t", using: codes).isBooked)
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("what cannot be rolled back is reported, and what is left of spent points is taken") { database in
            let world = try LoyaltyWorld(database)
            try world.card("6001")
            let code = try #require(try world.coupons(1, of: LoyaltyWorld.triple).first)
            _ = try world.finish("s", using: [code], moving: ["6001": 10])
            _ = try world.finish("t", moving: ["6001": -1])
            _ = try world.store.coupons.cancel(code, of: "c", now: 2)
            let expected = [
                ReversalRefusal(element: code, reason: .couponCancelled),
                ReversalRefusal(element: "6001", reason: .cardLacksBalance),
            ]
            #expect(try world.rollback("s") == expected)
            #expect(try world.balance("6001") == 0)
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
        StorageCheck("points and cards end after their last day, twice as once") { database in
            let world = try LoyaltyWorld(database)
            try world.card("6001", validTo: 140)
            try world.card("6002", type: LoyaltyWorld.wallet)
            for (sale, day) in [("a", 100), ("b", 101), ("d", 102)] {
                _ = try world.finish(sale, moving: ["6001": 5, "6002": 5], day: day)
            }
            #expect(try world.expire(before: 130) == 0)
            #expect(try world.expire(before: 132) > 0)
            #expect(try world.expire(before: 132) == 0)
            #expect(try world.lots("6001") == [[5, 132]])
            #expect(try world.balance("6001") == 5)
            let ledger = try world.store.cards.ledger(of: "6001", company: "c", after: 3, limit: 9)
            #expect(ledger.map(\.kind) == [.expiry])
            #expect(ledger.map(\.points) == [Money(whole: -10)])
            #expect(try world.expire(before: 141) > 0)
            #expect(try world.store.cards.find("6001", of: "c")?.card.state == .expired)
            #expect(try world.balance("6002") == 15)
            let mismatches = try world.store.loyalty.mismatches(count: 9)
            #expect(mismatches == [])
        },
    ]
}

extension LoyaltyWorld {
    /// An operator moves a balance; nil where it was done.
    func adjust(_ number: String, by points: Int) throws(StorageError) -> CardRefusal? {
        let result = try store.cards.adjust(
            by: Money(whole: points), .init(card: number), of: Self.company, day: LocalDate(days: 100), now: 2)
        switch result {
        case .success: return nil
        case .failure(let refused): return refused.reason
        }
    }
}
