/// Every endpoint of the product is named in a test: by its type, or by its method and address as one
/// that the test asks for. That the walk asks for it as well names it in none.
struct EndpointRule {
    /// What can be asked for, as the source declares it.
    struct Declared: Hashable {
        let type: String
        let path: String
        let line: Int
        /// Method and address; nil where the address is put together.
        let route: Mention?
    }

    /// A method and an address: `post` and `/calls/{id}/redial`, or what a test asks for.
    struct Mention: Hashable {
        let method: String
        let segments: [String]

        init(method: String, address: String) {
            self.method = method
            segments = address.prefix { $0 != "?" }.split(separator: "/").map(String.init)
        }

        /// How many segments of the route stand open, where it is this route that is asked for.
        fileprivate func fits(_ asked: Mention) -> Int? {
            guard method == asked.method, segments.count == asked.segments.count else { return nil }
            let open = zip(segments, asked.segments).map { own, asked in
                own.hasPrefix("{") ? 1 : own == asked ? 0 : nil
            }
            return open.contains(nil) ? nil : open.compactMap(\.self).reduce(0, +)
        }
    }

    /// The endpoints without a test.
    static func findings(product: [SwiftSource], tests: [SwiftSource]) -> [Finding] {
        let declared = product.flatMap(declarations)
        var words: Set<String> = []
        var asked: Set<Mention> = []
        for test in tests {
            words.formUnion(test.tokens.map(\.text))
            asked.formUnion(mentions(test))
        }
        let routes = declared.compactMap(\.route)
        let named = Set(
            asked.compactMap { mention in
                routes.compactMap { route in route.fits(mention).map { (route, $0) } }
                    .min { $0.1 < $1.1 }?.0
            }
        )
        return declared.filter { endpoint in
            !words.contains(endpoint.type) && !(endpoint.route.map(named.contains) ?? false)
        }.map {
            Finding(path: $0.path, line: $0.line, rule: "no test names the endpoint \($0.type)")
        }
    }

    /// The endpoints that a file declares.
    static func declarations(_ source: SwiftSource) -> [Declared] {
        source.tokens.indices.compactMap { index in
            guard source.token(index) == "struct", let name = source.token(index + 1),
                let open = source.tokens[index...].firstIndex(where: { $0.text == "{" }),
                let colon = source.tokens[index..<open].lastIndex(where: { $0.text == ":" }),
                source.tokens[colon..<open].contains(where: { $0.text == "Endpoint" })
            else { return nil }
            let start = source.tokens[open...].indices.first { place in
                source.token(place) == "Route" && source.token(place + 1) == "("
            }
            return Declared(
                type: name,
                path: source.path,
                line: source.tokens[index].line,
                route: start.flatMap { mention(source, at: $0 + 2) },
            )
        }
    }

    /// What a test asks for: each method that an address follows.
    static func mentions(_ source: SwiftSource) -> [Mention] {
        source.tokens.indices.compactMap { mention(source, at: $0) }
    }

    /// `.post, "/address"` at a token.
    private static func mention(_ source: SwiftSource, at index: Int) -> Mention? {
        guard source.token(index) == ".", let method = source.token(index + 1),
            method == "get" || method == "post", source.token(index + 2) == ",",
            source.tokens.indices.contains(index + 3),
            let literal = source.tokens[index + 3].literal,
            source.literals[literal].text.hasPrefix("/")
        else { return nil }
        return Mention(method: method, address: source.literals[literal].text)
    }
}
