/// The results that messages, coupons, cards and errors report; the raw value is the number on the wire.
public enum Ack: Int, Sendable, CaseIterable {
    /// All right.
    case ok = 0
    /// No communication, or message unreadable; for the till's own use, never sent.
    case noCommunication = 1
    /// Session not initialised, or none.
    case noSession = 2
    /// The message failed validation.
    case invalid = 3
    /// The document cannot be read.
    case unreadable = 2001
    /// No valid map: to the till no error, but no promotions.
    case noMap = 2002
    /// Another message of the session is in work.
    case sessionBusy = 2003
    /// The session could not be created.
    case sessionNotCreated = 2004
    /// The session timed out.
    case sessionTimedOut = 2005
    /// The evaluation of suggestions failed.
    case suggestionFailed = 4001
    /// The body is empty.
    case emptyBody = 8297
    /// An original transaction is asked for and not named.
    case originalNotNamed = 8298
    /// Finish, commit or rollback could not be stored; repeat it.
    case notStored = 8299
    /// The message has no ticket.
    case noTicket = 9000
    /// Another transaction is pending.
    case otherPending = 9001
    /// Commit or rollback without a pending transaction.
    case nothingPending = 9002
    /// The earlier transaction is named incompletely.
    case originalIncomplete = 9003
    /// The earlier transaction does not exist.
    case originalUnknown = 9004
    /// Coupon, card or customer data are out of reach.
    case consoleOffline = 9005
    /// Coupon not found.
    case couponNotFound = 9101
    /// Coupon already consumed.
    case couponConsumed = 9102
    /// Coupon inactive: not yet valid, cancelled or blocked.
    case couponInactive = 9103
    /// The type sent is not the coupon's.
    case couponTypeNotFound = 9104
    /// Coupon expired.
    case couponExpired = 9105
    /// Maximum number of uses reached.
    case couponUsedUp = 9106
    /// Nominative coupon, and no customer sent.
    case couponNeedsCustomer = 9107
    /// Coupon type not active.
    case couponTypeInactive = 9108
    /// The amount sent is not the coupon's.
    case couponAmountDiffers = 9109
    /// Coupon not used; never sent.
    case couponNotUsed = 9110
    /// The original's contents are gone.
    case originalContentsGone = 9210
    /// Return of more than remains.
    case returnExceeds = 9211
    /// Loyalty card not found.
    case cardNotFound = 9500
    /// Card disabled.
    case cardDisabled = 9501
    /// Card cancelled.
    case cardCancelled = 9502
    /// Card type not found.
    case cardTypeNotFound = 9503
    /// Card type not active.
    case cardTypeInactive = 9504
    /// Card type not rechargeable; never sent.
    case cardTypeNotRechargeable = 9505
    /// Card already has a customer; never sent.
    case cardHasCustomer = 9506
    /// Card state unknown; never sent.
    case cardStateUnknown = 9507
    /// Card does not apply to a benefit; never sent.
    case cardNotApplicable = 9508
    /// The card needs a customer.
    case cardNeedsCustomer = 9509
    /// The card is not authorised.
    case cardNotAuthorised = 9510
    /// Invalid amount; never sent.
    case cardAmountInvalid = 9511
    /// Two cards needed; never sent.
    case cardTransferNeedsTwo = 9512
    /// No transfers; never sent.
    case cardNoTransfers = 9513
    /// Target card active; never sent.
    case cardTargetActive = 9514
    /// Cards of different kinds; never sent.
    case cardKindsDiffer = 9515
    /// Amount above the total balance.
    case cardBalanceExceeded = 9516
    /// Customer does not exist.
    case customerUnknown = 9603
    /// Customer identifier empty; never sent.
    case customerIdentifierEmpty = 9610
    /// Customer name empty; never sent.
    case customerNameEmpty = 9611
    /// Customer last name empty; never sent.
    case customerLastNameEmpty = 9612
    /// Customer id empty; never sent.
    case customerIdEmpty = 9613
    /// No customer parameter; never sent.
    case customerParameterMissing = 9614
    /// Customer exists already; never sent.
    case customerExists = 9620
    /// Customer inactive.
    case customerInactive = 9629
    /// Unexpected coupon error.
    case couponUnexpected = 9901
    /// Unexpected error.
    case unexpected = 9999
}
