/// What a request wants to do, in the words of HTTP.
package enum Method: String, Sendable {
    case get = "GET"
    case post = "POST"
    case put = "PUT"
    case delete = "DELETE"

    /// Whether the method may change something; such a request needs proof that a page of ours
    /// sent it, and runs in a writing transaction.
    package var changes: Bool { self != .get }
}

/// A method and a path that names a thing: `Route(.post, "/statements/{id}/closure")`.
package struct Route: Sendable, Hashable, CustomStringConvertible {
    enum Segment: Sendable, Hashable {
        case literal(String)
        case parameter(String)
    }

    /// The method.
    package let method: Method
    /// The path with its parameters in braces.
    package let pattern: String
    let segments: [Segment]

    /// Takes a method and a path such as `/leads/{id}`.
    package init(_ method: Method, _ pattern: String) {
        precondition(pattern.hasPrefix("/"), "A route begins with a slash: \(pattern)")
        self.method = method
        self.pattern = pattern
        segments = pattern.split(separator: "/").map { part in
            part.hasPrefix("{")
                ? .parameter(String(part.dropFirst().dropLast())) : .literal(String(part))
        }
    }

    /// `POST /leads/{id}/redial`.
    package var description: String { "\(method.rawValue) \(pattern)" }

    /// The path with every parameter replaced, for links and for tests.
    package func path(_ values: [String: String]) -> String {
        let parts = segments.map { segment in
            switch segment {
            case .literal(let text): text
            case .parameter(let name): values[name] ?? "0"
            }
        }
        return "/" + parts.joined(separator: "/")
    }
}

/// Finds the route for a path; a literal segment goes before a parameter.
struct RouteTable<Target: Sendable>: Sendable {
    private struct Node: Sendable {
        var literals: [String: Int] = [:]
        var parameter: Int?
        var targets: [Method: (route: Route, target: Target)] = [:]
    }

    /// What a path leads to.
    enum Match {
        case found(Target, Route, [String: String])
        case methodNotAllowed
        case notFound
    }

    private var nodes = [Node()]

    mutating func insert(_ route: Route, _ target: Target) {
        var current = 0
        for segment in route.segments {
            let existing =
                switch segment {
                case .literal(let text): nodes[current].literals[text]
                case .parameter: nodes[current].parameter
                }
            let next = existing ?? nodes.count
            if existing == nil { nodes.append(Node()) }
            switch segment {
            case .literal(let text): nodes[current].literals[text] = next
            case .parameter: nodes[current].parameter = next
            }
            current = next
        }
        precondition(nodes[current].targets[route.method] == nil, "Declared twice: \(route)")
        nodes[current].targets[route.method] = (route, target)
    }

    func match(_ method: Method?, _ path: String) -> Match {
        let parts = path.split(separator: "/").map(String.init)
        guard let node = find(0, parts[...]) else { return .notFound }
        let targets = nodes[node].targets
        guard let method, let hit = targets[method] else {
            return targets.isEmpty ? .notFound : .methodNotAllowed
        }
        var values: [String: String] = [:]
        for (segment, part) in zip(hit.route.segments, parts) {
            if case .parameter(let name) = segment { values[name] = part }
        }
        return .found(hit.target, hit.route, values)
    }

    private func find(_ node: Int, _ rest: ArraySlice<String>) -> Int? {
        guard let part = rest.first else { return nodes[node].targets.isEmpty ? nil : node }
        if let next = nodes[node].literals[part], let hit = find(next, rest.dropFirst()) {
            return hit
        }
        if let next = nodes[node].parameter { return find(next, rest.dropFirst()) }
        return nil
    }
}
