/// What a ticket gets under a map: values only, nothing is written by evaluating.
public struct Evaluation: Hashable, Sendable {
    /// What applies together: one where the map leaves no choice, several to choose from otherwise.
    ///
    /// Never empty; where nothing applies there is one without grants.
    public var alternatives: [Alternative]
    /// What the limits of the promotions whose condition holds have left; map order, then order of definition.
    public var limitBalances: [LimitBalance]
    /// One for each promotion of the map, in map order; empty unless asked for.
    public var verdicts: [Verdict]
    /// Whether a limit cut a benefit or left nothing of it, in any alternative.
    public var isLimited: Bool
    /// What would be granted for a little more; nil where nobody asked.
    public var suggestions: Suggestions?

    /// An evaluation from its parts.
    public init(
        alternatives: [Alternative], limitBalances: [LimitBalance] = [], verdicts: [Verdict] = [],
        isLimited: Bool = false, suggestions: Suggestions? = nil
    ) {
        self.alternatives = alternatives
        self.limitBalances = limitBalances
        self.verdicts = verdicts
        self.isLimited = isLimited
        self.suggestions = suggestions
    }
}

/// One block of promotions that apply together.
public struct Alternative: Hashable, Sendable {
    /// What is granted, in map order.
    public var grants: [Grant]
    /// The promotions taken on the levels that offer a choice, as positions in the map; empty without such a level.
    public var choice: [Int]
    /// What it takes from limits; a limit stands once, in map order.
    public var uses: [LimitUse]
    /// How good the choices on levels of best combination are, in the order of the levels; only of levels where a
    /// promotion competed.
    public var proofs: [CombinationProof]

    /// An alternative from its parts.
    public init(
        grants: [Grant] = [], choice: [Int] = [], uses: [LimitUse] = [], proofs: [CombinationProof] = []
    ) {
        self.grants = grants
        self.choice = choice
        self.uses = uses
        self.proofs = proofs
    }

    /// The sum of what its monetary benefits take off.
    public var total: Money { grants.reduce(.zero) { $0 + $1.total } }
}

/// What one promotion grants.
public struct Grant: Hashable, Sendable {
    /// The promotion's position in the map, counted over all levels from 0.
    public var promotion: Int
    /// One for each benefit that granted something, in order of definition; of a payment plan in use one for each
    /// payment, ascending by seq.
    public var benefits: [BenefitGrant]
    /// What made the condition true, where the promotion reports it; each kind ascending by seq.
    public var participants: [Participant]
    /// Seqs of the coupons that made the condition true, whether it reports them or not; ascending.
    public var coupons: [Int]

    /// A grant from its parts.
    public init(
        promotion: Int, benefits: [BenefitGrant], participants: [Participant] = [], coupons: [Int] = []
    ) {
        self.promotion = promotion
        self.benefits = benefits
        self.participants = participants
        self.coupons = coupons
    }

    /// The sum of what its monetary benefits take off.
    public var total: Money { benefits.reduce(.zero) { $0 + $1.value } }
}

/// All applications of one benefit on a ticket, added up.
public struct BenefitGrant: Hashable, Sendable {
    /// Position among the promotion's benefits, from 0.
    public var benefit: Int
    /// Position in the order of application within the alternative, from 1.
    public var order: Int
    /// Sum of the prices it was computed on, before any limit.
    public var base: Money
    /// What it takes off; zero for benefits that are not monetary, below zero for a payment plan's surcharge.
    public var value: Money
    /// Whether a limit cut it.
    public var isCut: Bool
    /// The percentage, amount or price used: a step's where all applications used the same, else the benefit's own.
    public var nominal: Int128 {
        get { nominalWords.value }
        set { nominalWords.value = newValue }
    }
    private var nominalWords: TwoWords
    /// Coupons or gifts granted; zero for other types.
    public var quantity: Int
    /// Points granted, or paid where the customer pays with points; zero for other types.
    public var points: Money
    /// Seq of the presented card that points go to or come from; nil for other types.
    public var cardSeq: Int?
    /// What it draws on balances and values, in the order in which they are drawn on.
    public var debits: [Debit]
    /// One for each line that benefits, ascending by seq, also where the share is zero.
    public var shares: [Share]
    /// The payment that uses the plan or is refunded; nil for other types, and for a plan that no payment uses.
    public var payment: PaymentUse?

    /// A benefit's applications from their parts.
    public init(
        benefit: Int, order: Int, base: Money, value: Money, isCut: Bool = false, nominal: Int128 = 0,
        quantity: Int = 0, points: Money = .zero, cardSeq: Int? = nil, debits: [Debit] = [],
        shares: [Share], payment: PaymentUse? = nil
    ) {
        self.benefit = benefit
        self.order = order
        self.base = base
        self.value = value
        self.isCut = isCut
        nominalWords = TwoWords(nominal)
        self.quantity = quantity
        self.points = points
        self.cardSeq = cardSeq
        self.debits = debits
        self.shares = shares
        self.payment = payment
    }
}

/// The part of a line that benefits, and what it gets.
public struct Share: Hashable, Sendable {
    /// The line's seq.
    public var seq: Int
    /// Pieces.
    public var pieces: Quantity
    /// Weight or length.
    public var magnitude: Quantity
    /// List price of that part.
    public var price: Money
    /// What it gets; the shares add up to the benefit.
    public var value: Money

    /// A share from its parts.
    public init(seq: Int, pieces: Quantity, magnitude: Quantity, price: Money, value: Money) {
        self.seq = seq
        self.pieces = pieces
        self.magnitude = magnitude
        self.price = price
        self.value = value
    }

    /// This share and another part of the same line.
    func joined(with other: Share) -> Share {
        Share(
            seq: seq, pieces: pieces + other.pieces, magnitude: magnitude + other.magnitude,
            price: price + other.price, value: value + other.value)
    }
}

/// How much of an element took part in a condition.
public struct Participant: Hashable, Sendable {
    /// Its kind.
    public var kind: ElementKind
    /// Its seq.
    public var seq: Int
    /// Pieces; one for kinds other than items.
    public var pieces: Quantity
    /// Weight or length; zero for kinds other than items.
    public var magnitude: Quantity

    /// A participant from its parts.
    public init(kind: ElementKind, seq: Int, pieces: Quantity, magnitude: Quantity) {
        self.kind = kind
        self.seq = seq
        self.pieces = pieces
        self.magnitude = magnitude
    }
}
