using Orchestrator.Core.Settings;
using Orchestrator.Host.Clients;
using Orchestrator.Host.Panes;
using Orchestrator.Pty;
using Orchestrator.Terminal.Screens;
using Orchestrator.Tui;
using Orchestrator.Tui.Panes;

namespace Orchestrator.Host.Sessions;

/// <summary>
/// The clients that are attached to a session. The one that was used last leads: its layout decides the sizes of the panes,
/// the others see them cropped.
/// </summary>
public sealed class SessionClients
{
    private readonly List<AttachedClient> _clients = [];
    private readonly Dictionary<AttachedClient, List<ClientPane>> _panes = [];
    private readonly TaskCompletionSource _firstCame = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private AttachedClient? _leader;

    public int Count => _clients.Count;

    /// <summary>Completes when the first client has attached.</summary>
    public Task FirstCame => _firstCame.Task;

    /// <summary>The terminal of the client that decides the sizes; null when none is attached.</summary>
    public TermSize? LeaderSize => _leader?.Size;

    /// <summary>The last client has gone.</summary>
    public event Action? AllGone;

    /// <summary>Where the colours of the client in use go; set before the first client comes.</summary>
    public PaneColors? Colors { get; set; }

    public void Add(AttachedClient client)
    {
        _clients.Add(client);
        client.Active += Lead;
        client.ColorsHeard += HearColors;
        client.Ended += Remove;
        Lead(client);
        _firstCame.TrySetResult();
    }

    /// <summary>The pane as this client's cockpit sees it.</summary>
    public IPane View(AttachedClient client, TerminalPane pane, string title)
    {
        if (FindView(client, pane) is { } known)
        {
            return known;
        }

        ClientPane view = new(pane, title, () => _leader is null || _leader == client);
        if (!_panes.TryGetValue(client, out var views))
        {
            _panes.Add(client, views = []);
        }

        views.Add(view);
        return view;
    }

    /// <summary>Gives all cockpits a piece of news.</summary>
    public void TellAll(Action<Cockpit> news)
    {
        for (var i = _clients.Count - 1; i >= 0; i--)
        {
            _clients[i].Tell(news);
        }
    }

    private ClientPane? FindView(AttachedClient client, TerminalPane pane)
    {
        if (_panes.TryGetValue(client, out var views))
        {
            foreach (var view in views)
            {
                if (view.Pane == pane)
                {
                    return view;
                }
            }
        }

        return null;
    }

    /// <summary>Runs for every piece of output: indexed, because a client may end itself on the way, and without allocation.</summary>
    public void PaneChanged(TerminalPane pane)
    {
        for (var i = _clients.Count - 1; i >= 0; i--)
        {
            if (FindView(_clients[i], pane) is { } view)
            {
                _clients[i].PaneChanged(view, pane);
            }
        }
    }

    /// <summary>Gives the clients what a pane's program may do to their terminals.</summary>
    public void PaneJudged(TerminalPane pane, PaneVerdict verdict)
    {
        for (var i = _clients.Count - 1; i >= 0; i--)
        {
            if (FindView(_clients[i], pane) is { } view)
            {
                _clients[i].PaneJudged(view, verdict);
            }
        }
    }

    /// <summary>Tells the users of all clients that an agent waits for them.</summary>
    public void TellAttention(string who, string line, AttentionSetting attention)
    {
        for (var i = _clients.Count - 1; i >= 0; i--)
        {
            _clients[i].TellAttention(who, line, attention);
        }
    }

    public void EndAll(int exitCode, string sentence)
    {
        foreach (var client in _clients.ToArray())
        {
            client.End(exitCode, sentence);
        }
    }

    private void Lead(AttachedClient client)
    {
        if (_leader == client)
        {
            return;
        }

        _leader = client;
        Colors?.Hear(client.Colors);
        foreach (var view in _panes.GetValueOrDefault(client) ?? [])
        {
            view.Apply();
        }
    }

    private void HearColors(AttachedClient client)
    {
        if (_leader == client)
        {
            Colors?.Hear(client.Colors);
        }
    }

    private void Remove(AttachedClient client)
    {
        _clients.Remove(client);
        _panes.Remove(client);
        if (_leader == client)
        {
            _leader = null;
            if (_clients.Count > 0)
            {
                Lead(_clients[^1]);
            }
        }

        if (_clients.Count == 0)
        {
            AllGone?.Invoke();
        }
    }

    private sealed class ClientPane(TerminalPane pane, string title, Func<bool> leads) : IPane
    {
        // A cockpit that has just this room never asks for another size, and must have it back when a client with less room has gone.
        private TermSize _wanted = pane.Screen.Size;

        public TerminalPane Pane => pane;

        public string Title => title;

        public Screen Screen => pane.Screen;

        public bool IsAlive => pane.IsAlive;

        public string? ExitText => pane.Exit?.ToString();

        public string? Trouble => pane.Trouble;

        public bool IsHeld => pane.IsHeld;

        public bool HasRung => pane.HasRung;

        public string? Notice => pane.Notice;

        public void Seen() => pane.Seen();

        public void Write(ReadOnlySpan<byte> bytes, bool fromHuman) => pane.Write(bytes, fromHuman);

        public void Resize(TermSize size)
        {
            _wanted = size;
            if (leads())
            {
                pane.Resize(size);
            }
        }

        public void Apply() => pane.Resize(_wanted);
    }
}
