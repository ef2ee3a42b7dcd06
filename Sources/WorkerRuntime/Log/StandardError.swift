internal import Glibc

/// Standard error, without buffering.
public enum StandardError: Sendable {
    /// Writes a text in one call where the system allows it, so that lines of several processes do not mix.
    ///
    /// - Parameter text: the text.
    @Sendable public static func write(_ text: String) {
        var text = text
        text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)
            while let start = rest.baseAddress, rest.count > 0 {
                let count = unsafe Glibc.write(STDERR_FILENO, start, rest.count)
                if count < 0, errno == EINTR { continue }
                // A log that cannot be written must not stop the work.
                guard count > 0 else { return }
                unsafe rest = UnsafeRawBufferPointer(rebasing: rest[count...])
            }
        }
    }
}
