import Messages
import Promotions

/// The fields of a promotion's header that are carried through, and how they are kept.
enum HeaderField: Sendable {
    /// The fields that are one text, in canonical order; `deploymentChannels` stands before the second.
    static let texts = [
        "description", "campaign", "workflow", "promotionType", "promotionSubType", "promotionApplicationForm",
    ]
    /// A list, kept as a comma list.
    static let channels = "deploymentChannels"
    /// Free pairs; each is kept under its key with this in front.
    static let attributesPrefix = "attributes."

    /// Where a promotion may be deployed.
    enum Channel: String, CaseIterable {
        case pos, twitter, facebook, ecommerce
    }
}

extension ObjectReader {
    /// The header's descriptive fields.
    mutating func header() -> Attributes {
        var entries: [Attributes.Entry] = []
        for name in HeaderField.texts {
            if let value = text(name) { entries.append(Attributes.Entry(name: name, value: value)) }
        }
        let channels = list(HeaderField.channels, 0...Limits.attributes, of: Scalar<HeaderField.Channel>.word)
        if !channels.isEmpty {
            let value = channels.map(\.rawValue).joined(separator: ",")
            entries.append(Attributes.Entry(name: HeaderField.channels, value: value))
        }
        let free = object("attributes") { reader in reader.freeAttributes() } ?? []
        return Attributes(entries + free)
    }

    private mutating func freeAttributes() -> [Attributes.Entry] {
        let members = takeRest()
        if members.count > Limits.headerAttributes {
            reading.note("found \(members.count) entries, expected at most \(Limits.headerAttributes)")
        }
        return members.enumerated().compactMap { index, member in
            do throws(Refusal) {
                let value = try Scalar.comparand.read(member.value)
                return Attributes.Entry(name: HeaderField.attributesPrefix + member.name, value: value)
            } catch {
                reading.note(
                    found: member.value, expected: error.expected, at: .member(member.name, at: index))
                return nil
            }
        }
    }
}
