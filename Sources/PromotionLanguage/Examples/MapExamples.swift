extension MapDocument {
    /// Puts the tickets that examples name by a path into the document.
    ///
    /// - Parameter load: gives the bytes of the file at a path.
    /// - Returns: the document with every ticket in it.
    /// - Throws: `MapErrors` with every ticket that could not be read.
    public func resolvingExamples(_ load: (String) throws -> [UInt8]) throws(MapErrors) -> MapDocument {
        var resolved = self
        var problems: [MapProblem] = []
        for (index, example) in examples.enumerated() {
            guard case .path(let path) = example.ticket else { continue }
            switch MapDocument.document(at: path, load) {
            case .success(let ticket): resolved.examples[index].ticket = ticket
            case .failure(let refusal):
                let text = "found \"\(path)\", expected \(refusal.expected)"
                problems.append(MapProblem(path: "examples[\(index)].ticket", text: text))
            }
        }
        guard problems.isEmpty else { throw MapErrors(problems) }
        return resolved
    }

    private static func document(
        at path: String, _ load: (String) throws -> [UInt8]
    ) -> Result<MapExample.Ticket, Refusal> {
        let bytes: [UInt8]
        do {
            bytes = try load(path)
        } catch {
            return .failure(Refusal(expected: "a file that can be read: \(error)"))
        }
        guard bytes.count <= Limits.ticketLength else {
            return .failure(Refusal(expected: "a file of at most \(Limits.ticketLength) bytes"))
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .failure(Refusal(expected: "a file in UTF-8"))
        }
        guard case .document(let document) = MapExample.Ticket(text: text) else {
            return .failure(Refusal(expected: "a file that begins with < or {"))
        }
        return .success(.document(document))
    }
}
