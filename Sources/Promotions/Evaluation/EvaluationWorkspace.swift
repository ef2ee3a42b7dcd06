/// Room that evaluating needs for a moment, kept between tickets so that it is allocated once.
///
/// Answers do not depend on it. One evaluation at a time uses it.
public final class EvaluationWorkspace {
    private var scratch = Scratch()

    /// Empty room.
    public init() {}

    /// Hands the room out; it comes back by `keep`.
    func take() -> Scratch {
        var taken = Scratch()
        swap(&taken, &scratch)
        return taken
    }

    /// Takes the room back.
    func keep(_ used: consuming Scratch) { scratch = used }
}

@available(*, unavailable, message: "one evaluation at a time uses it")
extension EvaluationWorkspace: Sendable {}
