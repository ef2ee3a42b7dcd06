@testable import Messages

/// What is written in an answer, as lines of XML without their indentation.
func written(_ write: (inout AnswerWriter) -> Void) -> [String] {
    let document = String(decoding: document(.xml, write), as: UTF8.self)
    return document.split(separator: "\n").dropFirst(2).dropLast().map { String($0.drop { $0 == " " }) }
}

/// A document with something written in it.
func document(_ format: RequestFormat, _ write: (inout AnswerWriter) -> Void) -> [UInt8] {
    var writer = AnswerWriter(format)
    writer.open("message")
    write(&writer)
    writer.close()
    return writer.bytes
}
