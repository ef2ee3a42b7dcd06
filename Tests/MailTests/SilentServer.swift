import Glibc
import Testing

/// A mail server that takes everything up to `DATA`, and says nothing to that.
final class SilentServer {
    let port: UInt16
    private(set) var received = ""
    private let listening: Int32
    private var connection: Int32 = -1
    private var answered = 0

    init() throws {
        let listening = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
                bind(listening, pointer, length) == 0 && listen(listening, 1) == 0
                    && getsockname(listening, pointer, &length) == 0
            }
        }
        try #require(isListening)
        (self.listening, port) = (listening, UInt16(bigEndian: address.sin_port))
    }

    /// Reads what has come, and answers each whole line.
    func answer() {
        if connection < 0 {
            connection = accept(listening, nil, nil)
            if connection < 0 { return }
            say("220 silent")
        }
        var buffer = [UInt8](repeating: 0, count: 4_096)
        let count = recv(connection, &buffer, buffer.count, Int32(MSG_DONTWAIT))
        if count > 0 { received += String(decoding: buffer[..<count], as: UTF8.self) }
        let lines = received.split(separator: "\r\n", omittingEmptySubsequences: true)
        for line in lines.dropFirst(answered) where line != "DATA" { say("250 ok") }
        answered = lines.count
    }

    private func say(_ line: String) {
        let bytes = Array((line + "\r\n").utf8)
        _ = send(connection, bytes, bytes.count, Int32(MSG_NOSIGNAL))
    }

    deinit {
        close(connection)
        close(listening)
    }
}
