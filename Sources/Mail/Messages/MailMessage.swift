/// A mail: a text, the same as HTML, and a picture within it.
public struct MailMessage: Hashable, Sendable {
    /// A picture that the HTML shows as `cid:` and its content id.
    public struct Picture: Hashable, Sendable {
        /// What the HTML calls it.
        public var contentId: String
        /// The name under which it would be saved.
        public var fileName: String
        /// A PNG.
        public var png: [UInt8]

        /// A picture from its parts.
        public init(contentId: String, fileName: String, png: [UInt8]) {
            self.contentId = contentId
            self.fileName = fileName
            self.png = png
        }
    }

    /// From whom.
    public var from: MailAddress
    /// To whom.
    public var to: MailAddress
    /// What about, one line.
    public var subject: String
    /// For readers without HTML.
    public var text: String
    /// For all others; empty without.
    public var html: String
    /// The picture in the HTML.
    public var picture: Picture?
    /// What makes it single, without brackets: the same mail has the same one, however often it is sent.
    public var messageId: String
    /// When it was written, in milliseconds since 1970.
    public var date: Int64

    /// A mail from its parts.
    public init(
        from: MailAddress, to: MailAddress, subject: String, text: String, html: String = "", picture: Picture? = nil,
        messageId: String, date: Int64
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.text = text
        self.html = html
        self.picture = picture
        self.messageId = messageId
        self.date = date
    }

    /// The mail as it is handed to a server: lines that end with CR and LF.
    ///
    /// The same mail has the same bytes.
    ///
    /// - Returns: headers and body.
    /// - Throws: `MailProblem` where a part would add headers.
    public func bytes() throws(MailProblem) -> [UInt8] {
        let headers = [
            "Date: \(MailDate.text(date))",
            "From: \(from.header(from: 6))",
            "To: \(to.header(from: 4))",
            "Subject: \(try HeaderText.encoded(subject, in: "Subject"))",
            "Message-ID: <\(try Self.identifier(messageId, "message id"))>",
            "MIME-Version: 1.0",
            // So that no automatic answer comes back.
            "Auto-Submitted: auto-generated",
        ]
        let plain = Part(
            type: "text/plain; charset=utf-8", encoding: "quoted-printable", QuotedPrintable.lines(of: text))
        let body = html.isEmpty ? plain : Part(multipart: "alternative", [plain, try marked()])
        return Array((headers + [""]).joined(separator: "\r\n").utf8) + body.bytes
    }

    /// The HTML, with its picture where there is one.
    private func marked() throws(MailProblem) -> Part {
        let marked = Part(
            type: "text/html; charset=utf-8", encoding: "quoted-printable", QuotedPrintable.lines(of: html))
        guard let picture else { return marked }
        let image = Part(
            type: "image/png", encoding: "base64",
            more: "Content-ID: <\(try Self.identifier(picture.contentId, "content id"))>\r\n"
                + "Content-Disposition: inline\(HeaderParameter.text("filename", picture.fileName))\r\n",
            Base64.lines(of: picture.png))
        return Part(multipart: "related", more: ";\r\n type=\"text/html\"", [marked, image])
    }

    /// An identifier that may stand between brackets.
    private static func identifier(_ text: String, _ place: String) throws(MailProblem) -> String {
        let allowed = "!#$%&'*+-/=?^_`{|}~.@".utf8
        guard text.utf8.count <= 250, text.utf8.count(where: { $0 == UInt8(ascii: "@") }) == 1,
            text.utf8.allSatisfy({ MailAddress.isAlphanumeric($0) || allowed.contains($0) })
        else {
            throw MailProblem(place, "found \"\(HeaderText.shown(text))\", expected plain letters around one @")
        }
        return text
    }
}

/// A part of a body with its own headers.
private struct Part {
    let bytes: [UInt8]

    init(type: String, encoding: String, more: String = "", _ content: [UInt8]) {
        let headers = "Content-Type: \(type)\r\nContent-Transfer-Encoding: \(encoding)\r\n\(more)\r\n"
        bytes = Array(headers.utf8) + content
    }

    init(multipart kind: String, more: String = "", _ parts: [Part]) {
        // Neither quoted-printable nor Base64 yields `=_`, so that no content holds a line like it.
        let boundary = "=_\(kind)"
        var bytes = Array("Content-Type: multipart/\(kind)\(more);\r\n boundary=\"\(boundary)\"\r\n\r\n".utf8)
        for part in parts { bytes += Array("--\(boundary)\r\n".utf8) + part.bytes }
        self.bytes = bytes + Array("--\(boundary)--\r\n".utf8)
    }
}
