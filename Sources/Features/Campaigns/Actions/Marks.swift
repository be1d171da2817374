internal import HTML
internal import Kernel

extension CampaignState: StateMark {
    var tone: Tone {
        switch self {
        case .draft, .closed: .neutral
        case .approved: .info
        case .running: .good
        case .paused: .warning
        }
    }
}

extension ScriptState: StateMark {
    var tone: Tone {
        switch self {
        case .draft: .neutral
        case .approved: .good
        case .retired: .warning
        }
    }
}
