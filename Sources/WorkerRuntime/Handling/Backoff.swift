/// Waits that double with every failure, each spread over its upper half so that workers do not move in step.
public struct Backoff: Hashable, Sendable {
    /// The first wait.
    public let firstMilliseconds: Int64
    /// The longest wait.
    public let longestMilliseconds: Int64

    /// Makes a back-off.
    ///
    /// - Parameters:
    ///   - firstMilliseconds: the first wait.
    ///   - longestMilliseconds: the longest wait.
    public init(firstMilliseconds: Int64, longestMilliseconds: Int64) {
        self.firstMilliseconds = firstMilliseconds
        self.longestMilliseconds = longestMilliseconds
    }

    /// The waits from which one is drawn.
    ///
    /// - Parameter failures: how many failures there were before this one.
    /// - Returns: a range of milliseconds, above 0.
    public func range(failures: Int) -> ClosedRange<Int64> {
        var wait = max(1, min(firstMilliseconds, longestMilliseconds))
        for _ in 0..<max(0, min(failures, 62)) where wait < longestMilliseconds {
            wait = wait > longestMilliseconds / 2 ? longestMilliseconds : wait * 2
        }
        return max(1, wait / 2)...wait
    }
}
