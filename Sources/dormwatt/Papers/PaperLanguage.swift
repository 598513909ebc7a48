import Phrases

/// The language in which papers are saved and printed.
enum PaperLanguage {
    /// The one that was chosen where a command answers a program in English; nil where papers speak as everything else does.
    @TaskLocal static var chosen: Language?

    /// Does something that makes pages.
    static func speaking<Value>(_ work: () throws -> Value) throws -> Value { try (chosen ?? .current).speaking(work) }
}
