/// How a connection is made and kept.
public struct ConnectionOptions: Hashable, Sendable {
    /// The name that the broker's tools show.
    public var name: String
    /// How often both sides must be heard from.
    public var heartbeatSeconds: Int
    /// How long an answer of the broker may take.
    public var answerSeconds: Int
    /// How long connecting may take.
    public var connectSeconds: Int
    /// The certificates that a broker's own is verified against (`amqps`), a PEM file.
    public var certificateAuthorityFile: String
    /// What is shown to a broker that asks who connects (`amqps`); nil where it is not to ask.
    public var ownCertificate: OwnCertificate?

    /// A certificate of our own and its key, PEM files.
    public struct OwnCertificate: Hashable, Sendable {
        /// The certificate, followed by those that lead to its authority.
        public var certificateFile: String
        /// The key, not encrypted.
        public var keyFile: String

        /// Names the two files.
        ///
        /// - Parameters:
        ///   - certificateFile: the certificate.
        ///   - keyFile: the key.
        public init(certificateFile: String, keyFile: String) {
            self.certificateFile = certificateFile
            self.keyFile = keyFile
        }
    }

    /// Debian's bundle of public certificate authorities.
    public static let systemCertificates = "/etc/ssl/certs/ca-certificates.crt"

    /// Collects options.
    ///
    /// - Parameters:
    ///   - name: the name that the broker's tools show.
    ///   - heartbeatSeconds: how often both sides must be heard from.
    ///   - answerSeconds: how long an answer of the broker may take.
    ///   - connectSeconds: how long connecting may take.
    ///   - certificateAuthorityFile: the certificates to verify against, a PEM file.
    ///   - ownCertificate: what is shown to a broker that asks who connects.
    public init(
        name: String, heartbeatSeconds: Int = 60, answerSeconds: Int = 15, connectSeconds: Int = 10,
        certificateAuthorityFile: String = systemCertificates, ownCertificate: OwnCertificate? = nil
    ) {
        self.name = name
        self.heartbeatSeconds = heartbeatSeconds
        self.answerSeconds = answerSeconds
        self.connectSeconds = connectSeconds
        self.certificateAuthorityFile = certificateAuthorityFile
        self.ownCertificate = ownCertificate
    }
}
