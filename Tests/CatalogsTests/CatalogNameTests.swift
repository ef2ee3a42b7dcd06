import Testing

@testable import Catalogs

struct CatalogNameTests {
    @Test(arguments: CatalogName.known)
    func `names are compared without case`(_ name: String) {
        #expect(CatalogName(name) == CatalogName(name.uppercased()))
        #expect(CatalogName(name)?.isDynamic == false)
        #expect(CatalogName(name.lowercased())?.description == name)
    }

    @Test func `catalog and the code of a dynamic field is a name, anything else is none`() {
        #expect(CatalogName("catalogColour")?.key == "catalogcolour")
        #expect(CatalogName("catalogColour")?.isDynamic == true)
        for text in [
            "", "catalog", "item", "xcatalogItem", "catalog Item", "catalog\0x",
            "catalog" + String(repeating: "x", count: 60),
        ] {
            #expect(CatalogName(text) == nil, "\(text)")
        }
    }

    @Test func `stores, customers, products and exclusion dates have tables of their own`() {
        #expect(CatalogName("CATALOGSTORE")?.kind == .stores)
        #expect(CatalogName("catalogCustomer")?.kind == .customers)
        #expect(CatalogName("catalogItem")?.kind == .items)
        #expect(CatalogName("catalogExclusionDates")?.kind == .exclusionDates)
        #expect(CatalogName("catalogStoreChain")?.kind == .entries)
    }
}
