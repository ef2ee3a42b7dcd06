public import Messages
import Promotions

/// Reads maps from JSON.
public enum MapReader: Sendable {
    /// Reads a map file.
    ///
    /// - Parameter bytes: the file, JSON in UTF-8.
    /// - Returns: the map and its examples.
    /// - Throws: `MapErrors` with everything that is wrong.
    public static func read(
        _ bytes: [UInt8]
    ) throws(MapErrors) -> MapDocument {
        guard bytes.count <= Limits.documentBytes else {
            throw MapErrors([
                MapProblem(
                    path: "", text: "found \(bytes.count) bytes, expected at most \(Limits.documentBytes)")
            ])
        }
        let value: JSONValue
        do throws(JSONError) {
            value = try JSONReader.read(bytes, maxDepth: Limits.depth)
        } catch {
            throw MapErrors([MapProblem(path: "", text: error.description)])
        }
        return try read(value)
    }

    /// Reads a map that is already JSON.
    ///
    /// - Parameter value: the map as JSON.
    /// - Returns: the map and its examples.
    /// - Throws: `MapErrors` with everything that is wrong.
    public static func read(
        _ value: JSONValue
    ) throws(MapErrors) -> MapDocument {
        let reading = Reading()
        let document = ObjectReader.read(value, in: reading) { reader in reader.mapDocument() }
        let problems = reading.problems
        guard problems.isEmpty, let document else { throw MapErrors(problems) }
        return document
    }
}
