import Testing

@testable import Mail

/// Bar codes as bars and as pictures; what a scanner reads in them is checked by a script of Deploy.
struct BarCodePictureTests {
    private func text(_ modules: [Bool]) -> String { String(modules.map { $0 ? "1" : "0" }) }

    @Test func `the bars of a number are those that its standard prints`() throws {
        // The example of GS1: 4006381333931.
        let ean = text(try RawBars.modules(of: "4006381333931", .ean13))
        #expect(
            ean == "10100011010100111010111101111010001001011001101010100001010000101000010111010010000101100110101")
        let upc = try RawBars.modules(of: "036000291452", .upcA)
        #expect(upc == (try RawBars.modules(of: "0036000291452", .ean13)))
        #expect(text(try RawBars.modules(of: "A", .code128)).hasPrefix("11010010000"))
    }

    @Test func `a number that its symbology does not take is drawn as Code 128`() throws {
        #expect(throws: MailProblem.self) { try RawBars.modules(of: "4006381333930", .ean13) }
        let drawn = try BarCodePicture.png(of: "4006381333930", .ean13)
        #expect(drawn == (try BarCodePicture.png(of: "4006381333930", .code128)))
        #expect(drawn != (try BarCodePicture.png(of: "4006381333931", .ean13)))
    }

    @Test(arguments: ["", "é", "a\u{0}b", "a\nb", String(repeating: "1", count: 49)])
    func `what no bar code can hold is refused`(_ number: String) {
        for symbology in BarCodePicture.Symbology.allCases {
            #expect(throws: MailProblem.self) { try BarCodePicture.png(of: number, symbology) }
        }
    }

    @Test func `a picture is small`() throws {
        #expect(try BarCodePicture.png(of: "4006381333931", .ean13).count < 400)
    }

    @Test func `sums are those of the standards`() {
        #expect(PNG.checksum(Array("123456789".utf8)) == 0xCBF4_3926)
        #expect(RowDeflate.checksum(Array("Wikipedia".utf8)) == 0x11E6_0398)
    }
}
