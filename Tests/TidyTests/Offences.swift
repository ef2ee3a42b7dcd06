import Testing

/// Reports what breaks a rule, an issue for each, so that the log reads as a list of what to mend.
func expectNone(of offences: [String], _ location: SourceLocation = #_sourceLocation) {
    for offence in offences { Issue.record(Comment(rawValue: offence), sourceLocation: location) }
}
