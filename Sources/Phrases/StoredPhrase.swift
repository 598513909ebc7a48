// A phrase in a form from which it can be said again, in any language: for papers that are kept.

extension Phrase: Codable {
    private enum CodingKeys: String, CodingKey {
        case pieces = "say", arguments = "with", context = "as"
    }

    /// Reads a phrase; pieces and arguments that do not belong together are an error.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let pieces = try values.decode([String].self, forKey: .pieces)
        let arguments = try values.decodeIfPresent([Argument].self, forKey: .arguments) ?? []
        guard pieces.count == arguments.count + 1 else {
            throw DecodingError.dataCorruptedError(
                forKey: .arguments, in: values, debugDescription: "\(pieces.count) pieces and \(arguments.count) arguments")
        }
        self.init(pieces: pieces, arguments: arguments, context: try values.decodeIfPresent(String.self, forKey: .context) ?? "")
    }

    /// Writes the English pieces, what stands between them, and the context.
    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        try values.encode(pieces, forKey: .pieces)
        if !arguments.isEmpty { try values.encode(arguments, forKey: .arguments) }
        if !context.isEmpty { try values.encode(context, forKey: .context) }
    }
}

extension Phrase.Argument: Codable {
    init(from decoder: any Decoder) throws {
        let value = try decoder.singleValueContainer()
        if let text = try? value.decode(String.self) {
            self = .verbatim(text)
        } else {
            self = .phrase(try value.decode(Phrase.self))
        }
    }

    func encode(to encoder: any Encoder) throws {
        var value = encoder.singleValueContainer()
        switch self {
        case .verbatim(let text): try value.encode(text)
        case .phrase(let phrase): try value.encode(phrase)
        }
    }
}
