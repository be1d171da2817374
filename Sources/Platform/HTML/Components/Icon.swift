/// A picture of the sprite `/assets/icons.svg`. The raw value is the picture's name there.
package enum Icon: String, CaseIterable, Sendable {
    // Work and telephone.
    case headset
    case phone
    case phoneOut = "phone-out"
    case phoneOff = "phone-off"
    case callback
    case microphone
    case floor
    case seat
    case pause
    case play
    case lock
    case `break`
    // Tasks and customers.
    case task
    case list
    case script
    case customer
    case ban
    case star
    case upload
    case download
    case file
    // People and organisations.
    case user
    case people
    case building
    case badge
    case shield
    // Reports and records.
    case chart
    case report
    case journal
    case calendar
    case clock
    case funnel
    case money
    case scale
    // States.
    case check
    case info
    case warning
    case error
    case busy
    case dot
    case dash
    // Controls.
    case search
    case filter
    case plus
    case edit
    case eye
    case refresh
    case undo
    case close
    case menu
    case fold
    case bell
    case help
    case keyboard
    case globe
    case settings
    case external
    case signOut = "sign-out"
    case arrowLeft = "arrow-left"
    case arrowRight = "arrow-right"
    case arrowUp = "arrow-up"
    case arrowDown = "arrow-down"
    case chevronDown = "chevron-down"
    case chevronRight = "chevron-right"
    case inbox
}

/// A picture beside a text that says the same; screen readers skip it.
package func icon(_ icon: Icon) -> HTML {
    element("svg", .class("icon"), Attribute("aria-hidden", "true")) {
        element("use", .asset("href", "/assets/icons.svg#\(icon.rawValue)"))
    }
}
