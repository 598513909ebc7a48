/// A piece of what leaves a line, at its time.
struct LinePart: Sendable {
    let at: Milliseconds
    let output: FieldOutput
    /// So long it waits for the next piece of its connection, to leave together with it; nil leaves at once.
    var hold: Milliseconds?
}
