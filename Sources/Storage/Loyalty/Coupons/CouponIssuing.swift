internal import Loyalty

extension Coupons {
    /// How many numbers are tried for a coupon whose first one is taken.
    ///
    /// Only formats that cut off the prefix ever meet a number that is taken.
    static let mostTries = 1_000

    /// Issues coupons; a transaction's second order yields what its first one issued.
    ///
    /// What cannot be issued does not keep the rest from it: the goods are paid for, and the till waits.
    ///
    /// - Parameters:
    ///   - order: What to issue.
    ///   - now: Milliseconds since 1970.
    /// - Returns: The coupons, in state `issued`, and what could not be issued.
    /// - Throws: `StorageError`.
    public func issue(_ order: CouponOrder, now: Int64) throws(StorageError) -> IssuedCoupons {
        if let transaction = order.transaction {
            let before = try issued(by: transaction)
            if !before.isEmpty { return IssuedCoupons(coupons: before) }
        }
        var result = IssuedCoupons()
        let types = try types(of: order)
        var numbers = try reserve(order, types)
        var drafts: [(issue: LoyaltyOutcome.Issue, type: CouponType, record: CouponRecord)] = []
        var place = 0
        for issue in order.issues where issue.quantity > 0 {
            guard let type = types[issue.type], type.isActive else {
                let reason: IssueFailure.Reason = types[issue.type] == nil ? .unknownType : .inactiveType
                result.failures.append(IssueFailure(issue: issue, missing: issue.quantity, reason: reason))
                continue
            }
            for done in 0..<issue.quantity {
                let number = numbers[type.counter, default: 1]
                numbers[type.counter] = number + 1
                place += 1
                do throws(SequenceOverflow) {
                    drafts.append((issue, type, try draft(order, issue, type, number: number, place: place)))
                } catch {
                    let missing = issue.quantity - done
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

    private func types(of order: CouponOrder) throws(StorageError) -> [String: CouponType] {
        var types: [String: CouponType] = [:]
        for issue in order.issues where types[issue.type] == nil {
            types[issue.type] = try CouponTypes(database: database).find(issue.type, of: order.company)
        }
        return types
    }

    /// The next number of each counter, which are reserved in one order.
    private func reserve(_ order: CouponOrder, _ types: [String: CouponType]) throws(StorageError) -> [String: Int] {
        var wanted: [String: Int] = [:]
        for issue in order.issues where issue.quantity > 0 {
            guard let type = types[issue.type], type.isActive else { continue }
            wanted[type.counter, default: 0] += issue.quantity
        }
        var next: [String: Int] = [:]
        for name in LoyaltyLock.order(wanted.keys, .counter, of: order.company) {
            next[name] = try CouponCounters(database: database).reserve(
                wanted[name] ?? 1, of: name, company: order.company)
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
