import Promotions
import Storage
import Testing

@testable import Engine

/// Workers that load what is distributed, and a version that comes into force when all of them have it.
struct MapLoadingTests {
    /// A worker on the world's database.
    struct Worker {
        let library: MapLibrary
        let loading: MapLoading

        init(_ name: String, _ world: EngineWorld) {
            library = MapLibrary(world.store)
            loading = MapLoading(world.store, library: library, worker: name)
        }

        /// Turns until the version is in memory; compiling runs on a thread of its own.
        func turnUntilLoaded(_ version: MapVersion, now: Int64) throws {
            for _ in 0..<10_000 where !library.holds(version) { _ = try loading.turn(now: now) }
            _ = try loading.turn(now: now)
        }
    }

    static let version = MapVersion(company: "2", version: 80)

    static func world(_ document: String = #"{"company": "2", "levels": []}"#) throws -> EngineWorld {
        let world = try EngineWorld()
        try world.store.database.transaction { () throws(StorageError) in
            try world.store.maps.insert(
                StoredMap(company: "2", version: 80, name: "", distributedAt: world.now), document: document)
        }
        return world
    }

    static func distribute(_ world: EngineWorld) throws {
        try world.store.database.transaction { () throws(StorageError) in
            try world.store.storeMaps.distribute(version, to: ["3"], now: world.now)
        }
    }

    static func inForce(_ world: EngineWorld, now: Int64) throws -> Int? {
        try world.store.storeMaps.inForce(company: "2", store: "3", now: now)
    }

    @Test
    func `a version comes into force when the last live worker has loaded it`() throws {
        let world = try Self.world()
        let (first, second) = (Worker("a", world), Worker("b", world))
        _ = try first.loading.start(now: world.now)
        _ = try second.loading.start(now: world.now)
        try Self.distribute(world)
        try first.turnUntilLoaded(Self.version, now: world.now)
        #expect(try Self.inForce(world, now: world.now) == nil)
        try second.turnUntilLoaded(Self.version, now: world.now)
        #expect(try Self.inForce(world, now: world.now) == 80)
    }

    @Test
    func `a worker that is gone, or dead, is not waited for`() throws {
        for leaves in [true, false] {
            let world = try Self.world()
            let (first, second) = (Worker("a", world), Worker("b", world))
            _ = try first.loading.start(now: world.now)
            _ = try second.loading.start(now: world.now)
            try Self.distribute(world)
            if leaves { try second.loading.stop() }
            let now = world.now + (leaves ? 0 : 11_000)
            try first.turnUntilLoaded(Self.version, now: now)
            #expect(try Self.inForce(world, now: now) == 80)
        }
    }

    @Test
    func `patience ends after half a minute`() throws {
        let world = try Self.world()
        try Self.distribute(world)
        #expect(try Self.inForce(world, now: world.now + 29_999) == nil)
        #expect(try Self.inForce(world, now: world.now + 30_000) == 80)
    }

    @Test
    func `a worker that starts has every map in use before it takes messages`() throws {
        let world = try Self.world()
        try Self.distribute(world)
        let worker = Worker("a", world)
        let events = try worker.loading.start(now: world.now)
        #expect(worker.library.holds(Self.version))
        #expect(events.count == 2)
        #expect(try Self.inForce(world, now: world.now) == 80)
    }

    @Test
    func `a map that this program cannot read is told once, and the worker goes on`() throws {
        let world = try Self.world(#"{"company": "2", "levls": []}"#)
        let worker = Worker("a", world)
        _ = try worker.loading.start(now: world.now)
        try Self.distribute(world)
        var told = 0
        for _ in 0..<2_000 {
            for case .unusable(let version, let problem) in try worker.loading.turn(now: world.now) {
                told += 1
                #expect(version == Self.version)
                #expect(problem.contains("levels"))
            }
        }
        #expect(told == 1)
        #expect(throws: EngineError.self) { try worker.library.map(Self.version) }
    }

    /// More maps than the library keeps by itself, each in force in a store of its own.
    static func crowd(_ count: Int) throws -> EngineWorld {
        let world = try EngineWorld()
        try world.store.database.transaction { () throws(StorageError) in
            for number in 1...count {
                let version = MapVersion(company: "2", version: number)
                try world.store.maps.insert(
                    StoredMap(company: "2", version: number, name: "", distributedAt: world.now),
                    document: #"{"company": "2", "levels": []}"#)
                try world.store.storeMaps.distribute(version, to: ["\(number)"], now: world.now)
                try world.store.storeMaps.activate(version, now: world.now)
            }
        }
        return world
    }

    @Test
    func `maps in use are compiled once, however many there are`() throws {
        let count = MapLibrary.capacity + 6
        let world = try Self.crowd(count)
        let worker = Worker("a", world)
        var events = try worker.loading.start(now: world.now)
        for _ in 0..<200 { events += try worker.loading.turn(now: world.now) }
        let loaded = events.count { if case .loaded = $0 { true } else { false } }
        #expect(loaded == count)
        #expect(worker.library.versions.count == count)
    }

    @Test
    func `few maps are compiled at once`() throws {
        let count = MapLibrary.capacity + 6
        let worker = Worker("a", try Self.crowd(count))
        var turns = 0
        while worker.library.versions.count < count, turns < 1_000_000 {
            _ = try worker.loading.turn(now: 1_700_000_000_000)
            turns += 1
            #expect(worker.loading.underWay <= MapLoading.mostAtOnce)
        }
        #expect(worker.library.versions.count == count)
    }

    @Test
    func `the library forgets what was used longest ago`() throws {
        let world = try EngineWorld()
        let library = MapLibrary(world.store)
        let map = CompiledMap(PromotionMap(company: "2", levels: []))
        for version in 1...MapLibrary.capacity { library.add(map, as: MapVersion(company: "2", version: version)) }
        #expect(try library.map(MapVersion(company: "2", version: 1)) != nil)
        library.add(map, as: MapVersion(company: "2", version: 1_000))
        #expect(library.holds(MapVersion(company: "2", version: 1)))
        #expect(!library.holds(MapVersion(company: "2", version: 2)))
        #expect(try library.map(MapVersion(company: "2", version: 2)) == nil)
    }
}

struct BackgroundTaskTests {
    @Test
    func `a result comes once it is there, and stays`() {
        let task = BackgroundTask { (1...1_000).reduce(0, +) }
        var value: Int?
        for _ in 0..<100_000_000 {
            value = task.value
            if value != nil { break }
        }
        #expect(value == 500_500)
        #expect(task.value == 500_500)
    }
}
