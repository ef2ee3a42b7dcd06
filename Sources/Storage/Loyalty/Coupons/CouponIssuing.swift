internal import Loyalty

extension Coupons {
    /// How many numbers are tried for a coupon whose first one is taken.
    ///
    /// Only formats that cut off the prefix ever meet a number that is taken.
    static let mostTries = 1_000

    /// The most coupons that a transaction issues: each is a row, and a till waits for all of them.
    public static let mostOfOneOrder = 10_000

    /// Issues coupons; a transaction's second order yields what its first one issued.
    ///
    /// What cannot be issued does not keep the rest from it: the goods are paid for, and the till waits.
    ///
    /// - Parameters:
    ///   - order: What to issue.
    ///   - isFirst: Whether it is known that the transaction has issued nothing.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The coupons, in state `issued`, and what could not be issued.
    /// - Throws: `StorageError`.
    public func issue(
        _ order: CouponOrder, isFirst: Bool = false, now: Int64
    ) throws(StorageError) -> IssuedCoupons {
        if !isFirst, let transaction = order.transaction {
            let before = try issued(by: transaction)
            if !before.isEmpty { return IssuedCoupons(coupons: before) }
        }
        var result = IssuedCoupons()
        let parts = try parts(of: order, &result)
        var numbers = try reserve(parts, of: order.company)
        var drafts: [(issue: LoyaltyOutcome.Issue, type: CouponType, record: CouponRecord)] = []
        for (issue, type, quantity) in parts {
            for done in 0..<quantity {
                let number = numbers[type.counter, default: 1]
                numbers[type.counter] = number + 1
                do throws(SequenceOverflow) {
                    let place = drafts.count + 1
                    drafts.append((issue, type, try draft(order, issue, type, number: number, place: place)))
                } catch {
                    let missing = quantity - done
                    result.failures.append(IssueFailure(issue: issue, missing: missing, reason: .overflow(error)))
                    break
                }
            }
        }
        // In the order of locks: two writers that meet in a number must not wait for each other.
        for draft in drafts.sorted(by: {
            ByteOrder.precedes([$0.record.coupon.barCode], [$1.record.coupon.barCode])
        }) {
            do throws(KeepError) {
                result.coupons.append(try keep(draft.record, order, draft.issue, draft.type, now: now))
            } catch {
                switch error {
                case .storage(let error): throw error
                case .failure(let failure): result.failures.append(failure)
                }
            }
        }
        result.coupons.sort { $0.issueNumber < $1.issueNumber }
        return result
    }

    private enum KeepError: Error {
        case storage(StorageError)
        case failure(IssueFailure)
    }

    private typealias Part = (issue: LoyaltyOutcome.Issue, type: CouponType, quantity: Int)

    /// What can be issued, as far as the types and the size of the order tell.
    private func parts(of order: CouponOrder, _ result: inout IssuedCoupons) throws(StorageError) -> [Part] {
        var parts: [Part] = []
        var room = Self.mostOfOneOrder
        for issue in order.issues where issue.quantity > 0 {
            func fail(_ missing: Int, _ reason: IssueFailure.Reason) {
                result.failures.append(IssueFailure(issue: issue, missing: missing, reason: reason))
            }
            guard let type = try CouponTypes(database: database, memory: memory).find(issue.type, of: order.company)
            else {
                fail(issue.quantity, .unknownType)
                continue
            }
            guard type.isActive else {
                fail(issue.quantity, .inactiveType)
                continue
            }
            let quantity = min(issue.quantity, room)
            if quantity < issue.quantity { fail(issue.quantity - quantity, .tooMany(most: Self.mostOfOneOrder)) }
            room -= quantity
            if quantity > 0 { parts.append((issue, type, quantity)) }
        }
        return parts
    }

    /// The next number of each counter, which are reserved in one order.
    private func reserve(_ parts: [Part], of company: String) throws(StorageError) -> [String: Int] {
        var wanted: [String: Int] = [:]
        for part in parts { wanted[part.type.counter, default: 0] += part.quantity }
        var next: [String: Int] = [:]
        for name in LoyaltyLock.order(wanted.keys, .counter, of: company) {
            next[name] = try CouponCounters(database: database).reserve(wanted[name] ?? 1, of: name, company: company)
        }
        return next
    }

    private func draft(
        _ order: CouponOrder, _ issue: LoyaltyOutcome.Issue, _ type: CouponType, number: Int, place: Int
    ) throws(SequenceOverflow) -> CouponRecord {
        let coupon = try Coupon(
            of: type, store: order.store, terminal: order.terminal, sequence: number, at: order.moment,
            customer: order.customer, value: issue.value)
        return CouponRecord(
            coupon: coupon, company: order.company, issuedBy: order.transaction, benefit: issue.benefit,
            issueNumber: place)
    }

    /// Keeps a coupon, under the next free number where its own is taken.
    private func keep(
        _ first: CouponRecord, _ order: CouponOrder, _ issue: LoyaltyOutcome.Issue, _ type: CouponType, now: Int64
    ) throws(KeepError) -> CouponRecord {
        var record = first
        for _ in 0..<Self.mostTries {
            let number: Int
            do throws(StorageError) {
                if try insert(&record, now: now) { return record }
                number = try CouponCounters(database: database).reserve(1, of: type.counter, company: order.company)
            } catch {
                throw .storage(error)
            }
            do throws(SequenceOverflow) {
                record = try draft(order, issue, type, number: number, place: first.issueNumber)
            } catch {
                throw .failure(IssueFailure(issue: issue, missing: 1, reason: .overflow(error)))
            }
        }
        throw .failure(IssueFailure(issue: issue, missing: 1, reason: .taken(tries: Self.mostTries)))
    }
}
