using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Core.Mail;

public enum MailSender
{
    User,
    PeerA,
    PeerB,
    System,
}
