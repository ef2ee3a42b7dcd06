/// Where a coupon is in its life.
public enum CouponState: String, Hashable, Sendable, CaseIterable {
    /// Issued by a sale that is not committed yet.
    case issued
    /// It can be used, from its first day on.
    case active
    /// A return of a sale that issued or used it is in progress.
    case blocked
    /// It has had its last use.
    case consumed
    /// It was taken back.
    case cancelled
    /// Its last day has passed.
    case expired

    /// The state after an event; nil where the event is not allowed.
    ///
    /// This is the whole life of a coupon: what it does not list cannot happen.
    ///
    /// - Parameter event: what happens to the coupon.
    /// - Returns: the next state.
    public func after(_ event: CouponEvent) -> CouponState? {
        switch (self, event) {
        case (.issued, .activate): .active
        case (.issued, .cancel): .cancelled
        case (.active, .use): .active
        case (.active, .lastUse): .consumed
        case (.active, .giveBack): .active
        case (.active, .block): .blocked
        case (.active, .cancel): .cancelled
        case (.active, .expire): .expired
        case (.blocked, .block): .blocked
        case (.blocked, .unblock): .active
        case (.blocked, .giveBack): .blocked
        case (.blocked, .cancel): .cancelled
        case (.consumed, .giveBack): .active
        default: nil
        }
    }
}

/// What can happen to a coupon.
public enum CouponEvent: String, Hashable, Sendable, CaseIterable {
    /// The sale that issued it is committed.
    case activate
    /// A sale uses it, and uses are left.
    case use
    /// A sale uses it for the last time.
    case lastUse
    /// A use is undone: its sale is rolled back, or returned.
    case giveBack
    /// A return begins.
    case block
    /// A return ends, or is given up.
    case unblock
    /// Its sale is rolled back, a return finds it not earned any more, or an operator takes it back.
    case cancel
    /// Its last day has passed.
    case expire
}
