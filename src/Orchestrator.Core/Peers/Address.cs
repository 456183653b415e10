namespace Orchestrator.Core.Peers;

/// <summary>
/// Who mail is from or for. Its text is what records, messages and people call it: <c>PeerA</c>, <c>PeerB</c>, <c>User</c>, <c>System</c>. Two addresses are
/// the same when their texts are.
/// </summary>
public sealed record Address
{
    private Address(string text, AgentRole? seat)
    {
        Text = text;
        Seat = seat;
    }

    public static Address User { get; } = new("User", null);

    public static Address System { get; } = new("System", null);

    public static Address PeerA { get; } = new(AgentRole.PeerA.Label(), AgentRole.PeerA);

    public static Address PeerB { get; } = new(AgentRole.PeerB.Label(), AgentRole.PeerB);

    public string Text { get; }

    /// <summary>The seat of this session whose agent it is, or null: not an agent of this session.</summary>
    public AgentRole? Seat { get; }

    public bool IsAgent => Seat is not null;

    public static Address Of(AgentRole seat) => seat == AgentRole.PeerA ? PeerA : PeerB;

    /// <summary>Reads what <see cref="Text"/> wrote.</summary>
    /// <returns>Null: nobody that is known here, and so nobody who may be taken for somebody.</returns>
    public static Address? Parse(string? text) => text switch
    {
        "User" => User,
        "System" => System,
        "PeerA" => PeerA,
        "PeerB" => PeerB,
        _ => null,
    };

    public override string ToString() => Text;
}
