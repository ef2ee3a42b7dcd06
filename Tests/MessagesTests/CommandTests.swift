import Messages
import Promotions
import Testing

/// A command on the wire, and what it is read as.
struct CommandExample: Sendable, CustomTestStringConvertible {
    var xml: String
    var command: Command
    var testDescription: String { xml }

    init(_ xml: String, _ command: Command) {
        self.xml = xml
        self.command = command
    }

    static let all = items + others + voids

    private static func money(_ text: String) -> Money {
        Money(units: DecimalText.parse(text, decimals: Money.decimals) ?? -1)
    }

    private static func item(_ attributes: Attributes, _ change: (inout Item) -> Void = { _ in }) -> Command {
        var item = Item(seq: 1, unitPrice: money("4"), price: money("12"), attributes: attributes)
        change(&item)
        return .addItem(item)
    }

    private static let least: [(String, String)] = [("seq", "1"), ("unitprice", "4"), ("xprice", "12")]

    private static func line(_ extra: [(String, String)], _ change: (inout Item) -> Void = { _ in }) -> CommandExample {
        let text = (least + extra).map { "\($0.0)='\($0.1)'" }.joined(separator: " ")
        let kept = entries((least + extra).filter { !$0.1.isEmpty })
        return CommandExample("<item-add \(text)/>", item(Attributes(kept), change))
    }

    private static let items = [
        line([]),
        line([("qty", "3"), ("code", "601")]) { $0.pieces = 3 },
        line([("qty", "1.000")]),
        line([("qty", ""), ("magnitude", ""), ("brand", "")]),
        line([("magnitude", "0.350")]) { $0.magnitude = Quantity(units: 350) },
        line([("magnitude", "2.5000")]) { $0.magnitude = Quantity(units: 2_500) },
        line([("minprice", "1.2345")]) { $0.minPrice = Money(units: 12_345) },
        line([("discountable", "no")]) { $0.isDiscountable = false },
        line([("discountable", "N")]) { $0.isDiscountable = false },
        line([("discountable", "False")]) { $0.isDiscountable = false },
        line([("discountable", "0")]) { $0.isDiscountable = false },
        line([("discountable", "-")]), line([("discountable", "true")]), line([("discountable", "maybe")]),
        line([("level1", "A|B"), ("mine", "x"), ("discontinuous", "TRUE"), ("redeemOption", "2")]),
        CommandExample(
            "<item-add seq='01' unitprice='4.0000' xprice='12.00'/>",
            item(["seq": "01", "unitprice": "4.0000", "xprice": "12.00"])),
        CommandExample(
            "<item-add seq='1' unitprice='4' xprice='12' Productcode='7' Barcode='8'/>",
            item(["seq": "1", "unitprice": "4", "xprice": "12", "productcode": "7", "barcode": "8"])),
        CommandExample(
            "<item-add seq='1' unitprice='4' xprice='12' Barcode='8' barcode='9'/>",
            item(["seq": "1", "unitprice": "4", "xprice": "12", "barcode": "9"])),
    ]

    private static let others = [
        CommandExample(
            "<customer-add seq='1' id='12'/>", .add(.customer, Element(seq: 1, attributes: ["seq": "1", "id": "12"]))),
        CommandExample(
            "<customer-add seq='1' identifier='5' points='-3.5' amount='-1' segment=''/>",
            .add(
                .customer,
                Element(
                    seq: 1, amount: money("-1"), points: money("-3.5"),
                    attributes: ["seq": "1", "identifier": "5", "points": "-3.5", "amount": "-1"]))),
        CommandExample(
            "<customer-add seq='1' id='12' remainingamount='7'/>",
            .add(.customer, Element(seq: 1, amount: money("7"), attributes: ["seq": "1", "id": "12", "amount": "7"]))),
        CommandExample(
            "<coupon-add seq='2' id='99' type='' qty='0' amount='0'/>",
            .add(.coupon, Element(seq: 2, attributes: ["seq": "2", "id": "99", "qty": "1", "amount": "0"]))),
        CommandExample(
            "<coupon-add seq='2' id='99' type='3' qty='2' amount='5'/>",
            .add(
                .coupon,
                Element(
                    seq: 2, count: 2, amount: money("5"),
                    attributes: ["seq": "2", "id": "99", "type": "3", "qty": "2", "amount": "5"]))),
        CommandExample(
            "<payment-add seq='1' id='VISA' amount='80' installments='3'/>",
            .add(
                .payment,
                Element(
                    seq: 1, amount: money("80"),
                    attributes: ["seq": "1", "code": "VISA", "amount": "80", "installments": "3"]))),
        CommandExample(
            "<payment-add seq='1' id='OLD' code='VISA'/>",
            .add(.payment, Element(seq: 1, attributes: ["seq": "1", "code": "VISA"]))),
        CommandExample(
            "<payment-add seq='1' id='VISA' code=''/>",
            .add(.payment, Element(seq: 1, attributes: ["seq": "1", "code": "VISA"]))),
        CommandExample("<payment-add seq='1'/>", .add(.payment, Element(seq: 1, attributes: ["seq": "1"]))),
        CommandExample(
            "<loyaltycard-add seq='1' number='6001' type='CLUB' amount='-2'/>",
            .add(
                .loyaltyCard,
                Element(
                    seq: 1, amount: money("-2"),
                    attributes: ["seq": "1", "number": "6001", "type": "CLUB", "amount": "-2"]))),
    ]

    private static let voids = CommandName.kinds.map {
        CommandExample("<\($0.rawValue)-void seq='999' more='x'/>", .void($0, seq: 999))
    }
}

/// Commands of which something is wrong, and what the answer says.
struct CommandError: Sendable, CustomTestStringConvertible {
    var xml: String
    var infos: [String]
    var testDescription: String { xml }

    init(_ xml: String, _ infos: String...) {
        self.xml = xml
        self.infos = infos
    }

    private static func item(_ attribute: String, _ text: String) -> CommandError {
        let name = attribute.prefix { $0 != "=" }
        let least = ["seq='1'", "unitprice='4'", "xprice='12'"].filter { !$0.hasPrefix(name + "=") }
        return CommandError("<item-add \((least + [attribute]).joined(separator: " "))/>", "\(name): \(text)")
    }

    private static let seq = "whole number from 1 to 999 expected"
    private static let notNegative = "number of 0 or more expected"
    private static let positive = "positive whole number expected"

    static let all = [
        item("seq=''", "required"), item("seq='0'", seq), item("seq='1000'", seq), item("seq='-1'", seq),
        item("seq='x'", seq), item("seq='1.5'", seq), item("unitprice=''", "required"),
        item("unitprice='-1'", notNegative), item("unitprice='1,5'", notNegative), item("unitprice='1e2'", notNegative),
        item("unitprice='1.23456'", notNegative), item("unitprice='1234567890123'", notNegative),
        item("unitprice=' 1'", notNegative), item("xprice=''", "required"), item("xprice='-0.01'", notNegative),
        item("qty='0.350'", positive), item("qty='0'", positive), item("qty='-1'", positive), item("qty='x'", positive),
        item("magnitude='-1'", "number of 0 or more with at most 3 decimals expected"),
        item("magnitude='0.3505'", "number of 0 or more with at most 3 decimals expected"),
        item("minprice='-1'", notNegative), item("lowTurnover='1'", "true or false expected"),
        item("keyProduct='x'", "true or false expected"), item("discontinuous='x'", "true or false expected"),
        item("redeemOption='-1'", "whole number of 0 or more expected"),
        CommandError("<item-add/>", "seq: required", "unitprice: required", "xprice: required"),
        CommandError("<item-void/>", "seq: required"), CommandError("<coupon-void seq='0'/>", "seq: \(seq)"),
        CommandError("<customer-add seq='1'/>", "id: id or identifier required"),
        CommandError("<customer-add seq='1' id='1' points='x'/>", "points: number expected"),
        CommandError("<customer-add seq='1' id='1' remainingamount='x'/>", "amount: number expected"),
        CommandError("<coupon-add seq='1'/>", "id: required"),
        CommandError("<coupon-add seq='1' id='1' qty='1.5'/>", "qty: whole number of 0 or more expected"),
        CommandError("<coupon-add seq='1' id='1' amount='-1'/>", "amount: \(notNegative)"),
        CommandError("<payment-add seq='1' amount='-1'/>", "amount: \(notNegative)"),
        CommandError("<payment-add seq='1' installments='0'/>", "installments: \(positive)"),
        CommandError("<payment-add seq='1' itemamount='x'/>", "itemamount: \(notNegative)"),
        CommandError("<loyaltycard-add seq='1'/>", "number: required"),
        CommandError("<loyaltycard-add seq='1' number='1' amount='x'/>", "amount: number expected"),
    ]
}

@Suite struct CommandTests {
    @Test(arguments: CommandExample.all) func `commands are read`(_ example: CommandExample) throws {
        #expect(try commands(example.xml) == [example.command])
    }

    @Test(arguments: CommandError.all) func `what is wrong is named`(_ example: CommandError) throws {
        let errors = try problems(example.xml)
        #expect(errors.map(\.info) == example.infos)
        #expect(errors.allSatisfy { $0.ack == .invalid && example.xml.hasPrefix("<\($0.type)") })
        #expect(errors.allSatisfy { $0.seq == (errors[0].info.hasPrefix("seq") ? 0 : 1) })
    }

    @Test func `names spell what they are`() {
        for kind in CommandName.kinds {
            for isVoid in [false, true] {
                let name = CommandName(kind, isVoid: isVoid)
                #expect(CommandName(name.text) == name)
            }
        }
        for text in ["transaction-add", "item", "item-", "Item-add", "item-adds", ""] {
            #expect(CommandName(text) == nil)
        }
    }
}

@Suite struct ReturnCommandTests {
    @Test func `a line needs only its seq`() throws {
        let read = try commands(
            "<item-add seq='1'/><item-add seq='2' qty='3'/><item-add seq='3' magnitude='0.350'/><item-void seq='4'/>",
            asReturn: true)
        #expect(
            read == [
                .addReturnLine(ReturnLine(seq: 1)), .addReturnLine(ReturnLine(seq: 2, qty: 3)),
                .addReturnLine(ReturnLine(seq: 3, magnitude: Quantity(units: 350))), .void(.item, seq: 4),
            ])
    }

    @Test func `all else is the original's, and other commands are ignored`() throws {
        let read = try commands(
            "<item-add seq='1' xprice='x' unitprice='-1'/><coupon-add seq='0'/><payment-void/>", asReturn: true)
        #expect(read == [.addReturnLine(ReturnLine(seq: 1))])
    }

    @Test func `seq and quantities are checked`() throws {
        let errors = try problems("<item-add qty='1'/><item-add seq='2' qty='0.5' magnitude='x'/>", asReturn: true)
        #expect(
            errors.map { "\($0.seq) \($0.info)" } == [
                "0 seq: required", "2 qty: positive whole number expected",
                "2 magnitude: number of 0 or more with at most 3 decimals expected",
            ])
    }
}
