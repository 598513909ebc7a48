public import Phrases

/// A text on a paper: words that can be said in every language, or a figure or name that is the same in all of them.
///
/// A paper is kept and sealed by its English words, and said in the language of whoever prints it: so one check code stands on it in
/// every language. A literal is taken as it stands; words are `.words("Together")`.
public enum Wording: Hashable, Sendable, ExpressibleByStringInterpolation {
    /// A figure, a name, what a person typed.
    case same(String)
    /// Words of the program.
    indirect case words(Phrase)
    /// What the program wrote into the books in English; its sentences are found again.
    case recorded(String)

    /// A figure or name.
    public init(stringLiteral text: String) { self = .same(text) }

    /// What is kept and what the check code vouches for.
    public var english: String {
        switch self {
        case .same(let text), .recorded(let text): text
        case .words(let phrase): phrase.english
        }
    }

    /// What is printed, in the language that is spoken here.
    public var text: String {
        switch self {
        case .same(let text): text
        case .words(let phrase): phrase.text
        case .recorded(let text): Language.current.recognising(text)
        }
    }
}
