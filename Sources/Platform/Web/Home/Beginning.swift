internal import HTTPServer

extension Application {
    /// Where one begins: an agent at the workbench, everyone else with what waits for them.
    func startPage(_ exchange: Exchange) -> Response {
        let beginning = menu(for: exchange.viewer).first(where: \.isBeginning)?.path
        let path = exchange.session == nil ? Self.signInPath : beginning ?? "/start"
        return Response(status: 303, headers: [("Location", path)], body: .bytes([]))
    }

    /// Tells open pages how much waits for their readers. Called about once a second; without readers
    /// it asks nothing.
    package func tellWaiting() throws {
        try waiting.step()
    }
}
