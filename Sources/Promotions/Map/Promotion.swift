/// A promotion: on this condition, these benefits.
public struct Promotion: Hashable, Sendable {
    /// Where a promotion stands in its life; only complete ones are in a map, suspended ones never apply.
    public enum State: String, Sendable, CaseIterable {
        /// Being written.
        case draft
        /// Ready.
        case complete
        /// Approved by a workflow.
        case approved
        /// Carried, never applied.
        case suspended
    }

    /// Which elements an answer reports as having made the condition true.
    public enum ParticipantReport: String, Sendable, CaseIterable {
        /// All kinds.
        case always
        /// None.
        case not
        /// Items only.
        case stock
    }

    /// What a promotion keeps from the others.
    public enum Exclusivity: Hashable, Sendable {
        /// Nothing.
        case none
        /// The units it uses or benefits are withdrawn from later promotions.
        case units
        /// Only the units that got a benefit are withdrawn.
        case benefited
        /// When its condition holds and it grants something, nothing else of the map applies.
        case transaction
    }

    /// 24 lower-case hexadecimal digits.
    public var id: String
    /// Name for people.
    public var name: String
    /// The author's code; may be empty.
    public var code: String
    /// Text of a suggestion; the name where the author wrote none.
    public var posMessage: String
    /// Whether it may be suggested under the policy `byPromotion`.
    public var isSuggestible: Bool
    /// What it reports as participants.
    public var reportParticipants: ParticipantReport
    /// Whether simple item conditions are tested against each sub-ticket instead of the whole ticket.
    public var evaluatesConditionInCombo: Bool
    /// What it keeps from other promotions.
    public var exclusivity: Exclusivity
    /// Its state.
    public var state: State
    /// When it applies.
    public var condition: Condition
    /// What it grants, in order.
    public var benefits: [Benefit]
    /// Fields of the header that are carried through: description, campaign, workflow and the like, as names and texts.
    public var header: Attributes

    /// A promotion from its parts.
    public init(
        id: String, name: String, code: String = "", posMessage: String? = nil, isSuggestible: Bool = false,
        reportParticipants: ParticipantReport = .not, evaluatesConditionInCombo: Bool = false,
        exclusivity: Exclusivity = .none, state: State = .complete, condition: Condition, benefits: [Benefit],
        header: Attributes = Attributes()
    ) {
        self.id = id
        self.name = name
        self.code = code
        self.posMessage = posMessage ?? name
        self.isSuggestible = isSuggestible
        self.reportParticipants = reportParticipants
        self.evaluatesConditionInCombo = evaluatesConditionInCombo
        self.exclusivity = exclusivity
        self.state = state
        self.condition = condition
        self.benefits = benefits
        self.header = header
    }
}
