import Loyalty
import Promotions
import Storage
import Testing

extension StorageCheck {
    static let catalogs: [StorageCheck] = [
        StorageCheck("an entry is what was written last, in the order of the codes' bytes") { database in
            let catalogs = Store(database: database).catalogs
            try database.transaction { () throws(StorageError) in
                for code in ["b", "a", "Z", "é", "e\u{301}"] {
                    try catalogs.save(CatalogEntry(code: code, data: "1"), in: "catalogx", of: "c", by: 1)
                }
                try catalogs.save(CatalogEntry(code: "a", data: "2"), in: "catalogx", of: "c", by: 2)
                try catalogs.save(CatalogEntry(code: "a", data: "3"), in: "catalogy", of: "c", by: 2)
                try catalogs.save(CatalogEntry(code: "a", data: "4"), in: "catalogx", of: "d", by: 2)
            }
            #expect(try catalogs.find("a", in: "catalogx", of: "c")?.data == "2")
            let codes = try catalogs.list("catalogx", of: "c", limit: 9).map { Array($0.code.utf8) }
            #expect(codes == ["Z", "a", "b", "e\u{301}", "é"].map { Array($0.utf8) })
            #expect(try catalogs.list("catalogx", of: "c", after: "a", limit: 1).map(\.code) == ["b"])
            #expect(try catalogs.count("catalogx", of: "c") == 5)
            try database.transaction { () throws(StorageError) in
                try catalogs.remove("a", from: "catalogx", of: "c", by: 2)
            }
            #expect(try catalogs.find("a", in: "catalogx", of: "c") == nil)
            #expect(try catalogs.find("a", in: "catalogy", of: "c")?.data == "3")
            #expect(try catalogs.find("a", in: "catalogx", of: "d")?.data == "4")
        },
        StorageCheck("what a later import brought is neither written over nor removed by an earlier one") { database in
            let store = Store(database: database)
            let date = ExclusionDate(store: "1", promotionName: "A", day: LocalDate(days: 5))
            func bring(_ name: String, by number: Int64) throws(StorageError) {
                try database.transaction { () throws(StorageError) in
                    try store.catalogs.save(CatalogEntry(code: "1", data: name), in: "x", of: "c", by: number)
                    try store.stores.save(StoreRecord(company: "c", store: "1", zone: name), by: number)
                    try store.customers.save(Customer(code: "1", name: name), of: "c", by: number)
                    try store.exclusionDates.add([date], of: "c", by: number)
                }
            }
            func remove(by number: Int64) throws(StorageError) {
                try database.transaction { () throws(StorageError) in
                    try store.catalogs.remove("1", from: "x", of: "c", by: number)
                    try store.stores.remove("1", of: "c", by: number)
                    try store.customers.remove("1", of: "c", by: number)
                    try store.exclusionDates.remove([date], of: "c", by: number)
                }
            }
            func sweep() throws(StorageError) {
                _ = try store.catalogs.sweep("x", of: "c", before: 2, after: "", limit: 9)
                _ = try store.stores.sweep(of: "c", before: 2, after: "", limit: 9)
                _ = try store.customers.sweep(of: "c", before: 2, after: "", limit: 9)
                _ = try store.exclusionDates.sweep(of: "c", before: 2)
            }
            func expect(_ name: String?) throws {
                #expect(try store.catalogs.find("1", in: "x", of: "c")?.data == name)
                #expect(try store.stores.find("1", of: "c")?.zone == name)
                #expect(try store.customers.find("1", of: "c")?.name == name)
                let listed = try store.exclusionDates.list(store: "1", of: "c", days: date.day...date.day)
                #expect(listed == (name == nil ? [] : [date]))
            }
            try bring("second", by: 2)
            try bring("first", by: 1)
            try remove(by: 1)
            try sweep()
            try expect("second")
            try bring("again", by: 2)
            try expect("again")
            try remove(by: 2)
            try expect(nil)
        },
        StorageCheck("sweeping removes what older imports brought, page by page, and nothing else") { database in
            let catalogs = Store(database: database).catalogs
            try database.transaction { () throws(StorageError) in
                for number in 0..<25 {
                    try catalogs.save(
                        CatalogEntry(code: "\(100 + number)", data: ""), in: "catalogx", of: "c",
                        by: number % 3 == 0 ? 7 : 6)
                    try catalogs.save(CatalogEntry(code: "\(number)", data: ""), in: "catalogy", of: "c", by: 1)
                }
            }
            var (last, removed, pages): (String, Int, Int) = ("", 0, 0)
            while true {
                let sweep = try catalogs.sweep("catalogx", of: "c", before: 7, after: last, limit: 10)
                guard let end = sweep.last else { break }
                (last, removed, pages) = (end, removed + sweep.removed, pages + 1)
            }
            #expect((removed, pages) == (16, 3))
            #expect(try catalogs.count("catalogx", of: "c") == 9)
            #expect(try catalogs.count("catalogy", of: "c") == 25)
        },
        StorageCheck("stores are described, listed where they are sites, and swept") { database in
            let stores = Store(database: database).stores
            let site = StoreRecord(
                company: "c", store: "9", data: "{}", zone: "z", kind: .ecommerce, timeZone: "Europe/Madrid",
                channel: "web", terminal: "7", cacheMinute: 61, cacheNightly: .changes, cacheOnDistribution: true,
                cacheQueueLength: 5)
            try database.transaction { () throws(StorageError) in
                try stores.save(StoreRecord(company: "c", store: "1"), by: 1)
                try stores.save(StoreRecord(company: "c", store: "9"), by: 1)
                try stores.save(site, by: 2)
                try stores.save(StoreRecord(company: "d", store: "1", kind: .ecommerce), by: 1)
            }
            #expect(try stores.find("9", of: "c") == site)
            #expect(try stores.find("2", of: "c") == nil)
            #expect(try stores.sites(limit: 1).map(\.store) == ["9"])
            #expect(try stores.sites(after: site, limit: 9).map(\.company) == ["d"])
            #expect(try stores.sweep(of: "c", before: 2, after: "", limit: 9).removed == 1)
            #expect(try stores.find("1", of: "c") == nil)
            try database.transaction { () throws(StorageError) in try stores.remove("9", of: "c", by: 2) }
            #expect(try stores.sites(limit: 9).map(\.company) == ["d"])
        },
        StorageCheck("exclusions are days of stores; an empty name takes all of a day away") { database in
            let dates = Store(database: database).exclusionDates
            func date(_ store: String, _ name: String, _ day: Int) -> ExclusionDate {
                ExclusionDate(store: store, promotionName: name, day: LocalDate(days: day))
            }
            func listed(_ store: String, _ first: Int, _ last: Int) throws -> Set<ExclusionDate> {
                try dates.list(store: store, of: "c", days: LocalDate(days: first)...LocalDate(days: last))
            }
            let all = [date("1", "A", 5), date("1", "B", 5), date("1", "A", 6), date("2", "A", 5)]
            try database.transaction { () throws(StorageError) in
                try dates.add(all, of: "c", by: 1)
                try dates.add(all, of: "c", by: 1)
            }
            #expect(try listed("1", 5, 5) == [all[0], all[1]])
            #expect(try listed("1", 0, 9) == Set(all[...2]))
            #expect(try listed("2", 6, 9) == [])
            try database.transaction { () throws(StorageError) in try dates.remove([date("1", "", 5)], of: "c", by: 1) }
            #expect(try listed("1", 0, 9) == [all[2]])
            try database.transaction { () throws(StorageError) in try dates.add([all[3]], of: "c", by: 2) }
            #expect(try dates.sweep(of: "c", before: 2) == 1)
            #expect(try listed("2", 0, 9) == [all[3]])
        },
        StorageCheck("a load is single by its key, and one worker's at a time; of a catalog the oldest comes first") {
            database in
            let imports = Store(database: database).imports
            func waiting(_ key: String, _ catalog: String) throws -> ImportRecord {
                try database.exclusiveTransaction { () throws(StorageError) in
                    var record = try imports.open(key, source: "s", now: 1)
                    record.state = .waiting
                    (record.company, record.catalog, record.size) = ("c", catalog, 9)
                    try imports.save(record)
                    return record
                }
            }
            let (first, second, other) = (try waiting("a", "x"), try waiting("b", "x"), try waiting("c", "y"))
            #expect(try waiting("a", "x").id == first.id)
            #expect([first.id, second.id, other.id] == [1, 2, 3])
            #expect(try [first, second, other].map { try imports.isLatest($0) } == [false, true, true])
            #expect(try imports.take(by: "w", now: 1)?.id == first.id)
            #expect(try imports.take(by: "v", now: 1)?.id == other.id)
            #expect(try imports.take(by: "u", now: 1) == nil)
            #expect(try imports.take(by: "u", now: 1 + Imports.lease)?.id == first.id)
            #expect(try !imports.keep(first.id, by: "w", now: 2 + Imports.lease))
            var done = first
            done.state = .done
            try imports.save(done)
            #expect(try imports.take(by: "w", now: 2)?.id == second.id)
            try imports.release(by: "w")
            #expect(try imports.take(by: "t", now: 2)?.id == second.id)
        },
        StorageCheck("what could not be read is kept as a report, and its key is free again") { database in
            let imports = Store(database: database).imports
            func open() throws -> ImportRecord {
                try database.exclusiveTransaction { () throws(StorageError) in
                    try imports.open("k", source: "s", now: 1)
                }
            }
            var unread = try open()
            (unread.state, unread.problem) = (.failed, "p")
            try imports.save(unread)
            var read = try open()
            #expect(read.id == 2 && read.state == .receiving && read.problem.isEmpty)
            #expect(try imports.find(1)?.problem == "p")
            (read.state, read.company) = (.failed, "c")
            try imports.save(read)
            #expect(try open() == read)
        },
        StorageCheck("a load's pieces and errors are kept, and forgotten when they have served") { database in
            let imports = Store(database: database).imports
            var record = try database.exclusiveTransaction { () throws(StorageError) in
                try imports.open("k", source: "s", now: 5)
            }
            for number in 0..<3 { try imports.add([UInt8(number)], number: Int64(number), to: record.id) }
            try imports.add([9], number: 1, to: record.id)
            try imports.add(ImportError(place: "p", found: "f", allowed: "a"), number: 1, to: record.id)
            try imports.add(ImportError(place: "q", found: "f", allowed: "a"), number: 1, to: record.id)
            #expect(try imports.chunk(1, of: record.id) == [9])
            #expect(try imports.chunk(3, of: record.id) == nil)
            #expect(try imports.errors(of: record.id).map(\.place) == ["p"])
            #expect(try imports.dropChunks(limit: 9) == 0)
            (record.state, record.loaded, record.problem) = (.done, 3, "p")
            try imports.save(record)
            #expect(try imports.find(record.id) == record)
            #expect(try imports.dropChunks(limit: 2) == 2)
            #expect(try imports.dropChunks(limit: 9) == 1)
            #expect(try imports.purge(before: 9, limit: 9) == 0, "the newest counts the next one's number")
            _ = try database.exclusiveTransaction { () throws(StorageError) in
                try imports.open("l", source: "s", now: 6)
            }
            #expect(try imports.list(limit: 9).map(\.id) == [2, 1])
            #expect(try imports.purge(before: 5, limit: 9) == 0)
            #expect(try imports.purge(before: 6, limit: 9) == 1)
            #expect(try imports.errors(of: 1) == [])
        },
    ]
}
