internal import Glibc
internal import Synchronization

/// The thread that runs a status loop.
///
/// It takes no signals: those that end the process are the worker's, whose waits they cut short.
final class RawStatusThread: Sendable {
    /// What the thread is given.
    private final class Work {
        let loop: RawStatusLoop
        let flag: Flag

        init(_ loop: RawStatusLoop, _ flag: Flag) {
            self.loop = loop
            self.flag = flag
        }
    }

    private final class Flag: Sendable {
        let isRaised = Atomic<Bool>(false)
    }

    private let flag = Flag()
    private let thread: pthread_t

    /// Starts the thread; the loop belongs to it from then on.
    init(running loop: sending RawStatusLoop, address: String) throws(StatusServer.Failure) {
        var thread = pthread_t()
        // The thread owns it from here on; where no thread was made it is released below.
        let work = unsafe Unmanaged.passRetained(Work(loop, flag)).toOpaque()
        var none = sigset_t()
        var before = sigset_t()
        unsafe sigfillset(&none)
        // A new thread inherits what its maker does not take.
        unsafe pthread_sigmask(SIG_SETMASK, &none, &before)
        let status = unsafe pthread_create(&thread, nil, RawStatusThread.run, work)
        unsafe pthread_sigmask(SIG_SETMASK, &before, nil)
        self.thread = thread
        guard status == 0 else {
            unsafe Unmanaged<Work>.fromOpaque(work).release()
            throw StatusServer.Failure(address: address, text: unsafe String(cString: strerror(status)))
        }
    }

    private static let run: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { context in
        guard let context = unsafe context else { return nil }
        let work = unsafe Unmanaged<Work>.fromOpaque(context).takeRetainedValue()
        while !work.flag.isRaised.load(ordering: .acquiring), work.loop.turn() {}
        return nil
    }

    /// Ends the thread and waits for it; once.
    func stop() {
        guard !flag.isRaised.exchange(true, ordering: .acquiringAndReleasing) else { return }
        pthread_join(thread, nil)
    }
}
