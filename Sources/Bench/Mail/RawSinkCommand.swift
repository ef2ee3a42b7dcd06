internal import Glibc

/// `promo-bench sink`: a mail server that takes every mail and forgets it; it prints its port.
enum RawSinkCommand {
    static func run(_ words: [String]) throws(BenchError) {
        guard words.isEmpty else { throw .usage("sink") }
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 16) == 0 && getsockname(listener, $0, &length) == 0
            }
        }
        guard isListening else { throw .failed("sink: \(String(cString: strerror(errno)))") }
        RawProcess.writeOutput("\(UInt16(bigEndian: address.sin_port))\n")
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { throw .failed("sink: \(String(cString: strerror(errno)))") }
            var atOnce: Int32 = 1
            setsockopt(connection, Int32(IPPROTO_TCP), TCP_NODELAY, &atOnce, socklen_t(MemoryLayout<Int32>.size))
            converse(connection)
            close(connection)
        }
    }

    /// A whole connection: replies to commands line by line, and takes mails up to their dots.
    private static func converse(_ connection: Int32) {
        func say(_ text: String) { _ = (text + "\r\n").withCString { write(connection, $0, strlen($0)) } }
        var (pending, chunk): ([UInt8], [UInt8]) = ([], [UInt8](repeating: 0, count: 1 << 16))
        var isInMail = false
        say("220 sink")
        while true {
            let count = read(connection, &chunk, chunk.count)
            guard count > 0 else { return }
            pending += chunk[..<count]
            if isInMail {
                // A client waits for the reply, so that nothing follows the dot.
                guard pending.suffix(5).elementsEqual("\r\n.\r\n".utf8) else { continue }
                (isInMail, pending) = (false, [])
                say("250 taken")
                continue
            }
            while let end = pending.firstIndex(of: 10) {
                let verb = String(decoding: pending[..<end].prefix(4), as: UTF8.self).uppercased()
                pending.removeSubrange(...end)
                isInMail = verb == "DATA"
                say(isInMail ? "354 go on" : verb == "QUIT" ? "221 bye" : "250 ok")
                if verb == "QUIT" { return }
            }
        }
    }
}
