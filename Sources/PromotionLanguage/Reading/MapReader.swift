public import Messages
import Promotions

/// Reads maps from JSON.
public enum MapReader: Sendable {
    /// Reads a map file.
    ///
    /// - Parameters:
    ///   - bytes: the file, JSON in UTF-8.
    ///   - allowed: features to accept besides those that every version has.
    /// - Returns: the map and its examples.
    /// - Throws: `MapErrors` with everything that is wrong.
    public static func read(
        _ bytes: [UInt8], allowing allowed: Set<Feature> = .supported
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
        return try read(value, allowing: allowed)
    }

    /// Reads a map that is already JSON.
    ///
    /// - Parameters:
    ///   - value: the map as JSON.
    ///   - allowed: features to accept besides those that every version has.
    /// - Returns: the map and its examples.
    /// - Throws: `MapErrors` with everything that is wrong.
    public static func read(
        _ value: JSONValue, allowing allowed: Set<Feature> = .supported
    ) throws(MapErrors) -> MapDocument {
        let reading = Reading(allowing: allowed)
        let document = ObjectReader.read(value, in: reading) { reader in reader.mapDocument() }
        let problems = reading.problems
        guard problems.isEmpty, let document else { throw MapErrors(problems) }
        return document
    }
}
