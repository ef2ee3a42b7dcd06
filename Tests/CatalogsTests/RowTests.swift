import Loyalty
import Messages
import Promotions
import Storage
import Testing

@testable import Catalogs

struct RowTests {
    struct Bad: CustomTestStringConvertible, Sendable {
        var catalog: String
        var item: String
        var field: String
        var found: String
        var testDescription: String { "\(catalog) \(item)" }
    }

    @Test(arguments: [
        Bad(catalog: "catalogBrand", item: "7", field: "", found: "number"),
        Bad(catalog: "catalogBrand", item: "{", field: "", found: "column 2: a member name in quotes is expected"),
        Bad(catalog: "catalogBrand", item: "{}", field: "code", found: "nothing"),
        Bad(catalog: "catalogBrand", item: #"{"code":""}"#, field: "code", found: "\"\""),
        Bad(catalog: "catalogBrand", item: #"{"code":["a"]}"#, field: "code", found: "array"),
        Bad(catalog: "catalogBrand", item: #"{"code":"a","operation":"X"}"#, field: "operation", found: "\"X\""),
        Bad(catalog: "catalogBrand", item: #"{"code":"a","name":{}}"#, field: "name", found: "object"),
        Bad(catalog: "catalogBrand", item: #"{"code":"a\u0000"}"#, field: "code", found: "a character of code 0"),
        Bad(
            catalog: "catalogBrand", item: #"{"code":"a","x\u0000":{}}"#, field: "",
            found: "a name with a character of code 0"),
        Bad(
            catalog: "catalogBrand", item: #"{"code":"\#(String(repeating: "é", count: 65))"}"#, field: "code",
            found: "130 bytes"),
        Bad(catalog: "catalogItem", item: #"{"code":"a","price":"1,5"}"#, field: "price", found: "\"1,5\""),
        Bad(catalog: "catalogItem", item: #"{"code":"a","price":-1}"#, field: "price", found: "-1"),
        Bad(catalog: "catalogItem", item: #"{"code":"a","price":1.00001}"#, field: "price", found: "1.00001"),
        Bad(catalog: "catalogItem", item: #"{"code":"a","x":{"y":1}}"#, field: "x", found: "object"),
        Bad(catalog: "catalogItem", item: #"{"code":"a","x":[{}]}"#, field: "x", found: "object"),
        Bad(catalog: "catalogStore", item: #"{"code":"1","kind":"shop"}"#, field: "kind", found: "\"shop\""),
        Bad(catalog: "catalogStore", item: #"{"code":"1","timeZone":"Mars"}"#, field: "timeZone", found: "\"Mars\""),
        Bad(
            catalog: "catalogStore",
            item: #"{"code":"1","#
                + #""cacheTime":"24:00"}"#, field: "cacheTime", found: "\"24:00\""),
        Bad(catalog: "catalogStore", item: #"{"code":"1","cacheTime":"3:00"}"#, field: "cacheTime", found: "\"3:00\""),
        Bad(catalog: "catalogStore", item: #"{"code":"1","terminal":"x"}"#, field: "terminal", found: "\"x\""),
        Bad(
            catalog: "catalogStore",
            item: #"{"code":"1","#
                + #""cacheQueueLength":1}"#, field: "cacheQueueLength", found: "1"),
        Bad(
            catalog: "catalogCustomer", item: #"{"code":"1","active":"perhaps"}"#, field: "active", found: "\"perhaps\""
        ),
        Bad(
            catalog: "catalogCustomer", item: #"{"code":"1","identifier":"\#(String(repeating: "é", count: 513))"}"#,
            field: "identifier", found: "1026 bytes"),
        Bad(
            catalog: "catalogExclusionDates",
            item: #"{"storeCode":"1","promotionNames":["A","\#(String(repeating: "é", count: 513))"]}"#,
            field: "promotionNames", found: "1026 bytes"),
        Bad(catalog: "catalogExclusionDates", item: "{}", field: "storeCode", found: "nothing"),
        Bad(
            catalog: "catalogExclusionDates", item: #"{"storeCode":"1","exclusionDates":["2026-12-25"]}"#,
            field: "promotionNames", found: "nothing"),
        Bad(
            catalog: "catalogExclusionDates", item: #"{"storeCode":"1","promotionNames":["A"]}"#,
            field: "exclusionDates", found: "nothing"),
        Bad(
            catalog: "catalogExclusionDates",
            item: #"{"storeCode":"1","promotionNames":["A"],"exclusionDates":["2026-02-29"]}"#,
            field: "exclusionDates", found: "\"2026-02-29\""),
        Bad(
            catalog: "catalogExclusionDates",
            item: #"{"storeCode":"1","promotionNames":["A"],"exclusionDates":["25/12/2026"]}"#,
            field: "exclusionDates", found: "\"25/12/2026\""),
    ])
    func `a bad item says which field, what was found and what is allowed`(_ example: Bad) throws {
        let world = try World()
        let catalog = try #require(CatalogName(example.catalog))
        let loading = RowLoading(
            store: world.store, catalog: catalog, company: "2", number: 1, isTimeZone: { $0 == "Europe/Madrid" })
        do throws(RowLoading.Refusal) {
            _ = try loading.load(Array(example.item.utf8))
            Issue.record("it was loaded")
        } catch {
            guard case .row(let error) = error else { throw error }
            #expect(error.field == example.field)
            #expect(error.found == example.found)
            #expect(!error.allowed.isEmpty)
        }
    }

    @Test func `flags, numbers and lists may be texts`() throws {
        let fields = try RowFields(
            Array(#"{"a":"true","b":1,"c":"x|y","d":["x",2],"e":"","f":null,"g":12.5,"h":"7"}"#.utf8))
        #expect(try fields.flag("a") == true)
        #expect(try fields.flag("b") == true)
        #expect(try fields.list("c") == ["x", "y"])
        #expect(try fields.list("d") == ["x", "2"])
        #expect(try fields.text("e") == nil)
        #expect(try fields.text("f") == nil)
        #expect(try fields.money("g") == Money(units: 125_000))
        #expect(try fields.whole("h", in: 1...9) == 7)
        #expect(try fields.operation() == .insert)
    }

    @Test func `a store's fields become its description`() throws {
        let text = #"""
            {"code":"9","zone":"south","ecommerce":"true","timeZone":"Europe/Madrid","channel":"web","terminal":"7",
            "cacheTime":"01:30","cacheNightly":"Changes","cacheOnDistribution":"true","cacheQueueLength":"5000","x":1}
            """#
        var store = try StoreRow.store(
            RowFields(Array(text.utf8)), code: "9", of: "2", isTimeZone: { $0 == "Europe/Madrid" })
        store.data = ""
        #expect(
            store
                == StoreRecord(
                    company: "2", store: "9", data: "", zone: "south", kind: .ecommerce, timeZone: "Europe/Madrid",
                    channel: "web", terminal: "7", cacheMinute: 90, cacheNightly: .changes, cacheOnDistribution: true,
                    cacheQueueLength: 5_000))
        var plain = try StoreRow.store(RowFields(Array("{}".utf8)), code: "9", of: "2", isTimeZone: { _ in false })
        plain.data = "{}"
        #expect(plain == StoreRecord(company: "2", store: "9"))
    }

    @Test func `what a customer's item leaves out stays as it was`() throws {
        let known = Customer(code: "7", identifier: "1", name: "A", email: "a@b", segment: "x", isActive: false)
        let fields = try RowFields(Array(#"{"code":"7","lastName":"B","segment":["y","z"],"active":"true"}"#.utf8))
        #expect(
            try CustomerRow.customer(fields, code: "7", known: known)
                == Customer(code: "7", identifier: "1", name: "A", lastName: "B", email: "a@b", segment: "y|z"))
    }

    @Test func `exclusions are every store with every promotion on every day`() throws {
        let fields = try RowFields(
            Array(
                #"{"storeCode":["1","2"],"promotionNames":"A|B","exclusionDates":["2026-12-25","2027-01-01"]}"#.utf8))
        let dates = try ExclusionRow.dates(fields, isRemoval: false)
        #expect(Set(dates).count == 8)
        #expect(dates.allSatisfy { ["2026-12-25", "2027-01-01"].contains($0.day.text) })
        let all = try RowFields(Array(#"{"storeCode":"1","exclusionDates":"2026-12-25"}"#.utf8))
        #expect(try ExclusionRow.dates(all, isRemoval: true).map(\.promotionName) == [""])
    }

    @Test func `a change keeps what it does not name, and null takes away`() throws {
        let known = CatalogEntry(code: "a", data: #"{"code":"a","name":"N","x":1,"y":2}"#)
        let fields = try RowFields(Array(#"{"operation":"U","code":"a","x":3,"y":null}"#.utf8))
        let entry = try EntryRow.entry(EntryRow.merged(fields, into: known), code: "a", in: .entries)
        #expect(entry.data == #"{"name":"N","code":"a","x":3}"#)
        #expect(EntryRow.merged(fields, into: nil).members.map(\.name) == ["code", "x", "y"])
    }

    @Test func `a product's fields become a line as a till sends it`() throws {
        let entry = CatalogEntry(
            code: "a",
            data: #"{"code":"a","price":"2.50","minprice":1,"discountable":"no","brand":7,"level1":["x","y"],"e":""}"#)
        let product = try #require(Product(entry))
        let line = try #require(product.line(pieces: 3))
        #expect(line.price == Money(units: 75_000) && line.unitPrice == Money(units: 25_000))
        #expect(line.minPrice == Money(whole: 1) && !line.isDiscountable && line.pieces == 3)
        let texts = line.attributes.entries.map { "\($0.name)=\($0.value)" }
        #expect(
            texts == [
                "seq=1", "unitprice=2.5", "xprice=7.5", "qty=3", "code=a", "minprice=1", "discountable=false",
                "brand=7",
                "level1=x|y",
            ])
        #expect(Product(CatalogEntry(code: "b", data: #"{"code":"b"}"#))?.line() == nil)
        #expect(Product(CatalogEntry(code: "b", data: "[]")) == nil)
        var bare = Item(seq: 1, unitPrice: .zero, price: .zero, attributes: ["code": "a", "brand": "8"])
        bare.complete(with: product.attributes)
        #expect(bare.attributes["brand"] == "8" && bare.attributes["level1"] == "x|y")
        #expect(!bare.isDiscountable && bare.minPrice == Money(whole: 1))
    }
}
