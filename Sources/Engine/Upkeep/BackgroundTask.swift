internal import Glibc
internal import Synchronization

/// One piece of work on a thread of its own, whose result is fetched by looking for it.
///
/// Compiling a large map takes seconds; meanwhile the worker's own thread goes on answering tills.
final class BackgroundTask<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)

    /// Starts the work; where no thread can be made it is done at once.
    ///
    /// - Parameter work: what is done; it shares nothing with other threads.
    init(_ work: @escaping @Sendable () -> Value) {
        let box = WorkBox { self.result.withLock { $0 = work() } }
        if !startThread(box) { box.work() }
    }

    /// The result, once there is one.
    var value: Value? { result.withLock { $0 } }
}

private final class WorkBox: Sendable {
    let work: @Sendable () -> Void
    init(_ work: @escaping @Sendable () -> Void) { self.work = work }
}

/// Runs a box's work on a detached thread; false where the system makes none.
private func startThread(_ box: WorkBox) -> Bool {
    var thread = pthread_t()
    // The thread owns the box from here on; where no thread was made it is released below.
    let context = Unmanaged.passRetained(box).toOpaque()
    let status = pthread_create(
        &thread, nil,
        { context in
            guard let context else { return nil }
            Unmanaged<WorkBox>.fromOpaque(context).takeRetainedValue().work()
            return nil
        }, context)
    guard status == 0 else {
        Unmanaged<WorkBox>.fromOpaque(context).release()
        return false
    }
    pthread_detach(thread)
    return true
}
